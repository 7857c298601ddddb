package dev.lanewise.engine;

import dev.lanewise.engine.pipeline.ModelFolder;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.PoolingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts a model for sentence embeddings together from the files of its folder. */
final class ModelLoader {
  private ModelLoader() {}

  /** What a folder becomes. */
  record Model(EmbeddingPipeline pipeline, ModelInfo info) {}

  static Model load(Path root, Resources resources) {
    ModelFolder folder = ModelFolder.read(root);
    LoadedEncoder loaded =
        LoadedEncoder.load(folder.transformer(), folder.encoderConfig(), resources);
    PipelineConfig config =
        folder.config(loaded.encoder().shape().positions(), loaded.tokenizerLimit());
    loaded.requireFit(root, config.maxTokens(), false);
    EmbeddingPipeline pipeline = new EmbeddingPipeline(loaded, config);
    List<String> warnings = new ArrayList<>(folder.warnings());
    Similarity similarity = similarity(config, warnings);
    ModelInfo info =
        new ModelInfo(
            loaded.info(root, config.maxTokens(), loaded.warnings(warnings)),
            config.pooling().modes().stream().map(PoolingMode::configName).toList(),
            config.pooling().includePrompt(),
            config.normalize(),
            pipeline.dimensions(EncodeOptions.DEFAULT),
            config.prompts(),
            config.defaultPrompt(),
            similarity);
    return new Model(pipeline, info);
  }

  private static Similarity similarity(PipelineConfig config, List<String> warnings) {
    String name = config.similarity().orElse(Similarity.COSINE.configName());
    for (Similarity similarity : Similarity.values()) {
      if (similarity.configName().equals(name)) {
        return similarity;
      }
    }
    warnings.add("the similarity \"" + name + "\" is not supported; cosine is used");
    return Similarity.COSINE;
  }
}
