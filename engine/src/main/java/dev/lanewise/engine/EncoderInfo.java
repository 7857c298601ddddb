package dev.lanewise.engine;

import java.nio.file.Path;
import java.util.List;

/**
 * What the encoder of a loaded model is and how it runs here, for people.
 *
 * @param folder where the model was loaded from: a folder, or an archive and the folder in it
 * @param modelType the {@code model_type} of its configuration
 * @param layers encoder layers
 * @param hiddenSize width of a hidden state
 * @param heads attention heads
 * @param intermediateSize width inside the feed-forward blocks
 * @param vocabularySize rows of the word embeddings
 * @param parameters weights in the file, those that nothing here needs included
 * @param weightTypes the element types of the weights
 * @param weightBytes bytes of the weights in the file, which is mapped
 * @param tokenizer the tokenizer's algorithm
 * @param maxTokens the most tokens of a text, or of a pair of texts, special tokens included
 * @param kernel the arithmetic kernel
 * @param kernelReason why this one
 * @param compute in what linear layers multiply: {@code float} or {@code int}
 * @param packedBytes bytes that the kernel's own layout of the encoder's weights takes
 * @param threads the most threads that compute at the same time
 * @param warnings what was odd about the files and didn't matter
 */
public record EncoderInfo(
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
    String kernel,
    String kernelReason,
    String compute,
    long packedBytes,
    int threads,
    List<String> warnings) {}
