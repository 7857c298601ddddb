/**
 * Whether a model is what it should be: its files, by a manifest of checksums, and its vectors,
 * beside those of another form of it and those that the reference implementation gave.
 */
package dev.lanewise.weights.verify;
