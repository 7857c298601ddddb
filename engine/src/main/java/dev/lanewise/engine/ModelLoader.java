package dev.lanewise.engine;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.layer.Backend;
import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamilies;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.parallel.WorkerTeam;
import dev.lanewise.engine.pipeline.ModelFolder;
import dev.lanewise.engine.pipeline.PipelineConfig;
import dev.lanewise.engine.pooling.PoolingMode;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.Tokenizer;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Puts a model together from the files of its folder. */
final class ModelLoader {
  private static final System.Logger LOG = System.getLogger("dev.lanewise.engine");

  private ModelLoader() {}

  /** What a folder becomes. */
  record Model(EmbeddingPipeline pipeline, ModelInfo info) {}

  static Model load(
      Path root, KernelSelector.Choice kernel, LoadOptions options, Arena arena, WorkerTeam team) {
    Backend backend = new Backend(kernel.kernels(), options.arithmetic(), options.storage());
    ModelFolder folder = ModelFolder.read(root);
    JsonNode encoderConfig = folder.encoderConfig();
    ModelFamily family = ModelFamilies.of(encoderConfig);
    Tokenizer tokenizer = Tokenizer.load(folder.transformer());
    Map<String, Tensor> allTensors = WeightFiles.open(folder.transformer(), arena);
    NamedTensors tensors = NamedTensors.of(folder.transformer(), allTensors);
    Encoder encoder = family.load(encoderConfig, tensors, backend);
    PipelineConfig config =
        folder.config(
            encoder.shape().positions(), tokenizer.modelMaxLength().orElse(Integer.MAX_VALUE));
    requireFit(root, tokenizer, encoder, config);
    EmbeddingPipeline pipeline =
        new EmbeddingPipeline(
            config.lowercase() ? tokenizer.withLowercase() : tokenizer,
            encoder,
            tensors,
            config,
            kernel.kernels(),
            team);
    List<String> warnings = new ArrayList<>(folder.warnings());
    warnings.addAll(tokenizer.warnings());
    warnings.addAll(strayTensors(tensors, family));
    Similarity similarity = similarity(config, warnings);
    warnings.forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    ModelInfo info =
        new ModelInfo(
            root,
            encoderConfig.get("model_type").string(),
            encoder.shape().layers(),
            encoder.shape().hiddenSize(),
            encoder.shape().heads(),
            encoder.shape().intermediateSize(),
            encoder.shape().vocabularySize(),
            allTensors.values().stream().mapToLong(Tensor::elements).sum(),
            weightTypes(allTensors.values()),
            allTensors.values().stream().mapToLong(Tensor::bytes).sum(),
            tokenizer.algorithm(),
            config.maxTokens(),
            config.pooling().modes().stream().map(PoolingMode::configName).toList(),
            config.pooling().includePrompt(),
            config.normalize(),
            pipeline.dimensions(EncodeOptions.DEFAULT),
            config.prompts(),
            config.defaultPrompt(),
            similarity,
            kernel.kernels().name(),
            kernel.reason(),
            backend.compute().toString(),
            encoder.packedBytes(),
            team.threads(),
            List.copyOf(warnings));
    return new Model(pipeline, info);
  }

  private static void requireFit(
      Path root, Tokenizer tokenizer, Encoder encoder, PipelineConfig config) {
    int specialTokens = tokenizer.specialTokenCount(false);
    if (config.maxTokens() < specialTokens) {
      throw new ModelFormatException(
          root
              + ": texts may have "
              + config.maxTokens()
              + " tokens, but the tokenizer adds "
              + specialTokens
              + " special tokens to each");
    }
    if (tokenizer.vocabularySize() > encoder.shape().vocabularySize()) {
      throw new ModelFormatException(
          root
              + ": the tokenizer has ids up to "
              + (tokenizer.vocabularySize() - 1)
              + " (\""
              + tokenizer.token(tokenizer.vocabularySize() - 1)
              + "\"), the model embeddings for "
              + encoder.shape().vocabularySize()
              + ": they don't belong together");
    }
  }

  private static List<String> strayTensors(NamedTensors tensors, ModelFamily family) {
    List<String> stray =
        tensors.unused().stream().filter(name -> !family.isExpectedExtra(name)).toList();
    return stray.isEmpty()
        ? List.of()
        : List.of("the weights hold tensors that the model has no use for: " + stray);
  }

  private static List<String> weightTypes(Collection<Tensor> tensors) {
    return tensors.stream().map(tensor -> tensor.type().name()).distinct().sorted().toList();
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
