package dev.lanewise.engine.pipeline;

import dev.lanewise.engine.pooling.Pooling;
import dev.lanewise.engine.projection.ModuleConfig;
import dev.lanewise.engine.projection.NormalizeConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model folder says about everything but the encoder.
 *
 * @param pooling how hidden states become a vector
 * @param modules what the vector goes through then, in order
 * @param specialTokens whether the tokenizer adds special tokens
 * @param maxTokens the most tokens of a text, special tokens included
 * @param lowercase whether texts are lowercased before the tokenizer sees them
 * @param prompts texts that can be put before a text, by name, in its order
 * @param defaultPrompt the prompt that is used where none is asked for
 * @param dimensions how many components of a vector are kept
 * @param similarity the similarity that the model was trained for, by its name in the configuration
 */
public record PipelineConfig(
    Pooling pooling,
    List<ModuleConfig> modules,
    boolean specialTokens,
    int maxTokens,
    boolean lowercase,
    Map<String, String> prompts,
    Optional<String> defaultPrompt,
    Optional<Integer> dimensions,
    Optional<String> similarity) {
  public PipelineConfig {
    modules = List.copyOf(modules);
    prompts = Collections.unmodifiableMap(new TreeMap<>(prompts));
  }

  /** Whether vectors are scaled to length one in the end. */
  public boolean normalize() {
    return modulesBeforeNormalization() < modules.size();
  }

  /** How many of the modules there are before the scaling to length one that ends them. */
  public int modulesBeforeNormalization() {
    int count = modules.size();
    while (count > 0 && modules.get(count - 1) instanceof NormalizeConfig) {
      count--;
    }
    return count;
  }
}
