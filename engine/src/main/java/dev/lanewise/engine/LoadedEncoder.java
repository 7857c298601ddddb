package dev.lanewise.engine;

import dev.lanewise.engine.model.Encoder;
import dev.lanewise.engine.model.ModelFamilies;
import dev.lanewise.engine.model.ModelFamily;
import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What every kind of model has: an encoder and the tokenizer that belongs to it.
 *
 * @param folder the folder with {@code config.json}, the weights and the tokenizer
 * @param config the {@code config.json}
 * @param family what the encoder was built by
 * @param allTensors everything in the weight files
 * @param tensors the same, and which have been used
 * @param resources what it was loaded with
 */
record LoadedEncoder(
    ModelPath folder,
    JsonNode config,
    ModelFamily family,
    Tokenizer tokenizer,
    Map<String, Tensor> allTensors,
    NamedTensors tensors,
    Encoder encoder,
    Resources resources) {
  private static final System.Logger LOG = System.getLogger("dev.lanewise.engine");

  static LoadedEncoder load(ModelPath folder, JsonNode config, Resources resources) {
    ModelFamily family = ModelFamilies.of(config);
    Map<String, Tensor> allTensors = WeightFiles.open(folder, resources.arena());
    NamedTensors tensors = NamedTensors.of(folder.label(), allTensors);
    // Either is a good part of the time that a command takes to start.
    try (Lease lease = resources.team().lease(2)) {
      return lease.both(
          () -> Tokenizer.load(folder),
          () -> family.load(config, tensors, resources.backend()),
          (tokenizer, encoder) ->
              new LoadedEncoder(
                  folder, config, family, tokenizer, allTensors, tensors, encoder, resources));
    }
  }

  /** The limit in the tokenizer's configuration, or a large number. */
  int tokenizerLimit() {
    return tokenizer.modelMaxLength().orElse(Integer.MAX_VALUE);
  }

  /**
   * Refuses what can't work together.
   *
   * @param root the model's folder, for messages
   * @param maxTokens the most tokens of a text or a pair
   * @param pairs whether texts come in pairs
   */
  void requireFit(ModelPath root, int maxTokens, boolean pairs) {
    int specialTokens = tokenizer.specialTokenCount(pairs);
    if (maxTokens < specialTokens) {
      throw new ModelFormatException(
          root
              + ": "
              + (pairs ? "pairs" : "texts")
              + " may have "
              + maxTokens
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

  /**
   * What was odd about the files and didn't matter, which is logged too. To be asked when all
   * tensors that will be used have been.
   *
   * @param before what is known already
   */
  List<String> warnings(List<String> before) {
    List<String> warnings = new ArrayList<>(before);
    warnings.addAll(tokenizer.warnings());
    List<String> stray =
        tensors.unused().stream().filter(name -> !family.isExpectedExtra(name)).toList();
    if (!stray.isEmpty()) {
      warnings.add("the weights hold tensors that the model has no use for: " + stray);
    }
    warnings.forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
    return List.copyOf(warnings);
  }

  /**
   * Never lets a meaningless result out. Layers check their weights when they are loaded; the word
   * embeddings, of which few rows are ever used, are looked through only when something came of it.
   *
   * @param what what the values are, for messages
   */
  void requireFinite(float[] values, String what) {
    if (!isFinite(values)) {
      throw overflow(what);
    }
  }

  /**
   * The same where there are several of the kind.
   *
   * @param index which of them it is
   */
  void requireFinite(float[] values, String what, int index) {
    if (!isFinite(values)) {
      throw overflow(what + " " + index);
    }
  }

  private static boolean isFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private ModelFormatException overflow(String what) {
    tensors.requireFinite();
    return new ModelFormatException(what + " overflows: the weights are out of any proportion");
  }

  /** A description. */
  EncoderInfo info(ModelPath root, int maxTokens, List<String> warnings) {
    return new EncoderInfo(
        root.label(),
        config.get("model_type").string(),
        encoder.shape().layers(),
        encoder.shape().hiddenSize(),
        encoder.shape().heads(),
        encoder.shape().intermediateSize(),
        encoder.shape().vocabularySize(),
        allTensors.values().stream().mapToLong(Tensor::elements).sum(),
        weightTypes(allTensors.values()),
        allTensors.values().stream().mapToLong(Tensor::bytes).sum(),
        tokenizer.algorithm(),
        maxTokens,
        resources.kernel().kernels().name(),
        resources.kernel().reason(),
        resources.options().arithmetic().toString(),
        encoder.packedBytes(),
        resources.team().threads(),
        warnings);
  }

  private static List<String> weightTypes(Collection<Tensor> tensors) {
    return tensors.stream().map(tensor -> tensor.type().name()).distinct().sorted().toList();
  }
}
