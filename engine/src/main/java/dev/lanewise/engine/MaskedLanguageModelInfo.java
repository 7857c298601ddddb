package dev.lanewise.engine;

/**
 * What a loaded masked language model is, for people.
 *
 * @param encoder its encoder, and how it runs here
 * @param maskToken what stands in a text for a token to be found
 */
public record MaskedLanguageModelInfo(EncoderInfo encoder, String maskToken) {}
