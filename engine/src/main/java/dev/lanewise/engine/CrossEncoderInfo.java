package dev.lanewise.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a loaded cross-encoder is, for people.
 *
 * @param encoder its encoder, and how it runs here
 * @param pooling what of the hidden states the head looks at, by its name in configurations
 * @param labels the names of the scores
 * @param activation what turns logits into scores where nothing else is asked for
 * @param prompts the prompts that can be put before the first text of a pair
 * @param defaultPrompt the prompt that is used where none is asked for
 */
public record CrossEncoderInfo(
    EncoderInfo encoder,
    List<String> pooling,
    List<String> labels,
    ScoreActivation activation,
    Map<String, String> prompts,
    Optional<String> defaultPrompt) {}
