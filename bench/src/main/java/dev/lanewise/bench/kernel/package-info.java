/**
 * The kernels by themselves. Each benchmark computes what {@code LinearWorkload} sets up, and a
 * test checks that both kernels compute the same there.
 */
package dev.lanewise.bench.kernel;
