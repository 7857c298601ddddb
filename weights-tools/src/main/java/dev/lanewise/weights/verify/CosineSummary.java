package dev.lanewise.weights.verify;

/**
 * How alike two vectors of the same text are, over some texts.
 *
 * @param texts how many there were
 * @param min the smallest cosine
 * @param mean the mean cosine
 * @param worst the index of the text with the smallest cosine, counted from 0
 */
public record CosineSummary(int texts, double min, double mean, int worst) {}
