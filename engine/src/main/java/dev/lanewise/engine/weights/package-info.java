/**
 * The weights of a model: named tensors in mapped files.
 *
 * <p>A file is believed only after everything it says about itself has been checked; what is wrong
 * is said with the file's name. The bytes stay where they are, in memory mapped read-only from the
 * file, until a layer packs them for its kernel. Nothing here knows what a tensor is for.
 */
package dev.lanewise.engine.weights;
