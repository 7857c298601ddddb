/**
 * The blocks that encoders are built from: each is weights and a {@code forward} that works on the
 * rows of a {@link dev.lanewise.engine.layer.Workspace}.
 *
 * <p>Blocks are immutable after loading and hold no scratch memory, so any number of threads can
 * run one. A new block is a class here; which blocks a model family is made of is said in {@code
 * model}.
 *
 * <p>Words: a <em>token</em> is a row, a <em>sequence</em> the rows of one text, the <em>hidden
 * size</em> the width of a row, a <em>head</em> one of the equal slices that attention cuts a row
 * into.
 */
package dev.lanewise.engine.layer;
