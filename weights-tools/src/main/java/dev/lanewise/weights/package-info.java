/**
 * What is done to model files before they are run.
 *
 * <p>{@link dev.lanewise.weights.WeightInspection} says what a weight file holds.
 */
package dev.lanewise.weights;
