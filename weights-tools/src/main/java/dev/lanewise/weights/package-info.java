/**
 * What is done to model files before they are run: a package for each tool, and here what they have
 * in common.
 *
 * <p>{@link dev.lanewise.weights.pull.ModelPull} brings a published model here, {@link
 * dev.lanewise.weights.inspect.WeightInspection} says what a weight file holds, {@link
 * dev.lanewise.weights.convert.Converter} makes a model's folder of weights in another format,
 * {@link dev.lanewise.weights.quantize.Quantizer} writes a model with narrower weights, {@link
 * dev.lanewise.weights.pack.Packer} makes one file of a model, and {@code verify} checks files and
 * vectors. A file is believed only after what it says about itself has been checked; one that is
 * refused is named together with its fault, in a {@link dev.lanewise.weights.ModelFileException}.
 * What is written appears under its name when it is complete.
 */
package dev.lanewise.weights;
