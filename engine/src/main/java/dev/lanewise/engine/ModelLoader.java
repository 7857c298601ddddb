package dev.lanewise.engine;

import dev.lanewise.engine.pipeline.ModelFolder;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.projection.ModuleConfig;
import dev.lanewise.engine.projection.VectorModule;
import dev.lanewise.files.ModelPath;
import java.util.ArrayList;
import java.util.List;

/** Puts a model for sentence embeddings together from the files of its folder. */
final class ModelLoader {
  private ModelLoader() {}

  /** What a folder becomes. */
  record Model(EmbeddingPipeline pipeline, ModelInfo info) {}

  static Model load(ModelPath root, Resources resources) {
    ModelFolder folder = ModelFolder.read(root);
    LoadedEncoder loaded =
        LoadedEncoder.load(folder.transformer(), folder.encoderConfig(), resources);
    PipelineConfig config =
        folder.config(loaded.encoder().shape().positions(), loaded.tokenizerLimit());
    loaded.requireFit(root, config.maxTokens(), false);
    EmbeddingPipeline pipeline =
        new EmbeddingPipeline(loaded, config, modules(loaded, config, resources));
    List<String> warnings = new ArrayList<>(folder.warnings());
    Similarity similarity = similarity(config, warnings);
    ModelInfo info =
        new ModelInfo(
            loaded.info(root, config.maxTokens(), loaded.warnings(warnings)),
            config.pooling().names(),
            config.pooling().includePrompt(),
            config.modules().stream().map(ModuleConfig::description).toList(),
            config.normalize(),
            pipeline.dimensions(EncodeOptions.DEFAULT),
            config.prompts(),
            config.defaultPrompt(),
            similarity);
    return new Model(pipeline, info);
  }

  private static List<VectorModule> modules(
      LoadedEncoder loaded, PipelineConfig config, Resources resources) {
    int width = config.pooling().dimension(loaded.encoder().shape().hiddenSize());
    List<VectorModule> modules = new ArrayList<>();
    for (ModuleConfig module : config.modules()) {
      VectorModule made = module.load(width, resources.kernel().kernels(), resources.arena());
      modules.add(made);
      width = made.outputs();
    }
    return modules;
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
