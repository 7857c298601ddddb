/**
 * What stands around the encoder: a model folder's modules, as sentence-transformers saves them.
 *
 * <p>{@link dev.lanewise.engine.pipeline.ModelFolder} reads {@code modules.json} and the files it
 * leads to, in the layouts of sentence-transformers 2 to 6. What it finds is a {@link
 * dev.lanewise.engine.pipeline.PipelineConfig}, which the root package's pipeline runs. Folders of
 * cross-encoders and of masked language models have readers of their own.
 */
package dev.lanewise.engine.pipeline;
