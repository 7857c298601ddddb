/**
 * Whether a model gives the vectors it should: beside another form of itself, and beside what the
 * reference implementation gave.
 */
package dev.lanewise.weights.verify;
