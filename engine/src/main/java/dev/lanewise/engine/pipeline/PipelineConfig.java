package dev.lanewise.engine.pipeline;

import dev.lanewise.engine.pooling.Pooling;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a model folder says about everything but the encoder.
 *
 * @param pooling how hidden states become a vector
 * @param normalize whether the vector is scaled to length one
 * @param maxTokens the most tokens of a text, special tokens included
 * @param lowercase whether texts are lowercased before the tokenizer sees them
 * @param prompts texts that can be put before a text, by name, in its order
 * @param defaultPrompt the prompt that is used where none is asked for
 * @param dimensions how many components of a vector are kept
 * @param similarity the similarity that the model was trained for, by its name in the configuration
 */
public record PipelineConfig(
    Pooling pooling,
    boolean normalize,
    int maxTokens,
    boolean lowercase,
    Map<String, String> prompts,
    Optional<String> defaultPrompt,
    Optional<Integer> dimensions,
    Optional<String> similarity) {
  public PipelineConfig {
    prompts = Collections.unmodifiableMap(new TreeMap<>(prompts));
  }
}
