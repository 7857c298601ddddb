/**
 * How good a model's vectors are: retrieval and sentence similarity on sets of texts that lie in a
 * folder outside the project, beside lexical search.
 *
 * <p>{@link dev.lanewise.bench.quality.Main} is the command behind {@code bench/quality}. A {@link
 * dev.lanewise.bench.quality.RetrievalSet} is given to each {@link
 * dev.lanewise.bench.quality.Ranker} in turn, and {@link dev.lanewise.bench.quality.Measures} says
 * how good the order is.
 */
package dev.lanewise.bench.quality;
