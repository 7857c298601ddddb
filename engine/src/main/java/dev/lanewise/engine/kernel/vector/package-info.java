/**
 * The kernel on the Vector API. No other package may name a type of {@code jdk.incubator.vector}:
 * classes here are loaded only where that module is present.
 *
 * <p>Rules that keep C2 from boxing vectors: species are {@code static final}, vectors live in
 * local variables, loops index arrays linearly from a loop-invariant base, and no method here takes
 * or gives a vector. The Vector API's own methods are inlined by annotation, whatever surrounds
 * them; ours are not once a compilation has grown large, and where it has depends on what was
 * compiled before.
 */
package dev.lanewise.engine.kernel.vector;
