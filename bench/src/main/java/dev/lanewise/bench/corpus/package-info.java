/** Texts to measure with: made, not collected, and the same on every machine. */
package dev.lanewise.bench.corpus;
