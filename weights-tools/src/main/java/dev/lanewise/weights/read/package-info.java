/**
 * Weight files of every format that is understood, as named tensors whose elements can be streamed.
 *
 * <p>Internal to the module. {@link dev.lanewise.weights.read.WeightSources} tells formats apart; a
 * format is a package below and a line there. Files are mapped, not read: memory doesn't grow with
 * the size of tensors. What a file says about itself is checked when it is opened, and nothing is
 * allocated that the file isn't large enough for.
 */
package dev.lanewise.weights.read;
