package dev.lanewise.engine.pipeline;

import dev.lanewise.json.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a cross-encoder's folder says about everything but encoder and head.
 *
 * @param maxTokens the most tokens of a pair, special tokens included
 * @param lowercase whether texts are lowercased before the tokenizer sees them
 * @param labels the names of the scores, in their order
 * @param activation the Python class of what turns logits into scores, where the folder names one
 * @param prompts texts that can be put before the first of a pair, by name
 * @param defaultPrompt the prompt that is used where none is asked for
 */
public record CrossEncoderConfig(
    int maxTokens,
    boolean lowercase,
    List<String> labels,
    Optional<JsonNode> activation,
    Map<String, String> prompts,
    Optional<String> defaultPrompt) {
  public CrossEncoderConfig {
    labels = List.copyOf(labels);
    prompts = Collections.unmodifiableMap(new TreeMap<>(prompts));
  }
}
