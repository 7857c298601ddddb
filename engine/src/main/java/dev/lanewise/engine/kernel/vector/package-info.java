/**
 * The kernel on the Vector API. No other package may name a type of {@code jdk.incubator.vector}:
 * classes here are loaded only where that module is present.
 *
 * <p>Rules that keep C2 from boxing vectors: species are {@code static final}, vectors live in
 * local variables, loops index arrays linearly from a loop-invariant base, and no vector crosses a
 * call that may not be inlined.
 */
package dev.lanewise.engine.kernel.vector;
