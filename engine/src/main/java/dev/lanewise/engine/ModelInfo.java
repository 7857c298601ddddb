package dev.lanewise.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a loaded model for sentence embeddings is, for people.
 *
 * @param encoder its encoder, and how it runs here
 * @param pooling the pooling modes, by their names in configurations
 * @param includePrompt whether a prompt's tokens are pooled
 * @param modules what a pooled vector goes through then, in words
 * @param normalize whether vectors are scaled to length one
 * @param dimension the components of a vector
 * @param prompts the prompts that can be put before a text
 * @param defaultPrompt the prompt that is used where none is asked for
 * @param similarity the similarity that vectors are meant to be compared by
 */
public record ModelInfo(
    EncoderInfo encoder,
    List<String> pooling,
    boolean includePrompt,
    List<String> modules,
    boolean normalize,
    int dimension,
    Map<String, String> prompts,
    Optional<String> defaultPrompt,
    Similarity similarity) {}
