package dev.lanewise.engine;

import dev.lanewise.tokenizer.TokenSequence;

/**
 * A text's tokens and the last hidden state of each, before any pooling.
 *
 * @param tokens the tokens that the encoder saw, special tokens and prompt included
 * @param vectors {@code [tokens][hiddenSize]}
 */
public record TokenVectors(TokenSequence tokens, float[][] vectors) {}
