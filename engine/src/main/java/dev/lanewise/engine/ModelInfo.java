package dev.lanewise.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a loaded model is and how it runs here, for people.
 *
 * @param folder where it was loaded from
 * @param modelType the {@code model_type} of its configuration
 * @param layers encoder layers
 * @param hiddenSize width of a hidden state
 * @param heads attention heads
 * @param intermediateSize width inside the feed-forward blocks
 * @param vocabularySize rows of the word embeddings
 * @param parameters weights in the file, those that embeddings don't need included
 * @param weightTypes the element types of the weights
 * @param weightBytes bytes of the weights in the file, which is mapped
 * @param tokenizer the tokenizer's algorithm
 * @param maxTokens the most tokens of a text, special tokens included
 * @param pooling the pooling modes, by their names in configurations
 * @param includePrompt whether a prompt's tokens are pooled
 * @param normalize whether vectors are scaled to length one
 * @param dimension the components of a vector
 * @param prompts the prompts that can be put before a text
 * @param defaultPrompt the prompt that is used where none is asked for
 * @param similarity the similarity that vectors are meant to be compared by
 * @param kernel the arithmetic kernel
 * @param kernelReason why this one
 * @param compute in what linear layers multiply: {@code float} or {@code int}
 * @param packedBytes bytes that the kernel's own layout of the weights takes
 * @param threads the most threads that compute at the same time
 * @param warnings what was odd about the files and didn't matter
 */
public record ModelInfo(
    Path folder,
    String modelType,
    int layers,
    int hiddenSize,
    int heads,
    int intermediateSize,
    int vocabularySize,
    long parameters,
    List<String> weightTypes,
    long weightBytes,
    String tokenizer,
    int maxTokens,
    List<String> pooling,
    boolean includePrompt,
    boolean normalize,
    int dimension,
    Map<String, String> prompts,
    Optional<String> defaultPrompt,
    Similarity similarity,
    String kernel,
    String kernelReason,
    String compute,
    long packedBytes,
    int threads,
    List<String> warnings) {}
