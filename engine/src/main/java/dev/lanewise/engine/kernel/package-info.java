/**
 * The arithmetic: one interface, {@link dev.lanewise.engine.kernel.Kernels}, with a scalar and a
 * Vector API implementation that give <em>the same bits</em>.
 *
 * <p>Whatever the implementation, the vector width, the tile shape or the number of threads, every
 * result is computed by the same operations in the same order:
 *
 * <ul>
 *   <li>An element of a matrix product is one chain of fused multiply-adds over the inner
 *       dimension, from index 0 upwards, that starts from the bias (of an output, or of the
 *       distance between a row and a column) or from zero. A kernel may hold any number of chains
 *       in registers at once, but never splits one.
 *   <li>Where a linear layer is computed in integers, its sums are exact, so their order is free;
 *       {@link dev.lanewise.engine.kernel.IntegerProducts} says how numbers are rounded before and
 *       what is done with the sum after.
 *   <li>A sum along a row (norms, dot product) is sixteen partial sums, element {@code i} added to
 *       number {@code i mod 16}, which are then added in a fixed tree: {@link
 *       dev.lanewise.engine.kernel.LaneSum}.
 *   <li>A softmax is taken down a column, row after row.
 *   <li>exp and the activations are the polynomials of {@link
 *       dev.lanewise.engine.kernel.Approximations}, evaluated with fused multiply-adds.
 * </ul>
 *
 * <p>So a text has one vector: alone, in any batch, on any machine with correctly rounded IEEE
 * arithmetic. And a kernel is tested by equality. The Vector API's own {@code reduceLanes} must not
 * be used for sums: its order is unspecified and differs between interpreted and compiled code.
 *
 * <p>Matrices are row-major {@code float[]} with an offset and a stride (the distance between rows,
 * in floats). No operation allocates per row; outputs may not overlap inputs unless it says so.
 * Shape letters: m rows, n columns of the result, k inner dimension.
 *
 * <p>A new kernel is a class that implements the interface and a line in {@link
 * dev.lanewise.engine.kernel.KernelSelector}.
 */
package dev.lanewise.engine.kernel;
