/**
 * What stands around the encoder: a model folder's modules, as sentence-transformers saves them,
 * and the straight line from texts to vectors that they describe.
 *
 * <p>{@link dev.lanewise.engine.pipeline.ModelFolder} reads {@code modules.json} and the files it
 * leads to, in the layouts of sentence-transformers 2 to 6; {@link
 * dev.lanewise.engine.pipeline.EmbeddingPipeline} runs the result.
 */
package dev.lanewise.engine.pipeline;
