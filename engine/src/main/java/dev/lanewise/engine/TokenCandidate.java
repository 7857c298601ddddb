package dev.lanewise.engine;

/**
 * A token that may stand where a mask is.
 *
 * @param id its id in the vocabulary
 * @param token its string in the vocabulary
 * @param text what it adds to a text, as the tokenizer decodes it
 * @param probability its share of all tokens' probability, which is 1
 */
public record TokenCandidate(int id, String token, String text, float probability) {}
