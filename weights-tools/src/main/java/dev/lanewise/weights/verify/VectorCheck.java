package dev.lanewise.weights.verify;

/**
 * How close a model's vectors are to those expected.
 *
 * @param texts how many there were
 * @param maxDifference the largest difference of a component, expected vectors taken as of length
 *     one
 * @param worst the index of the text with it, counted from 0
 * @param minCosine the smallest cosine of two vectors of a text
 */
public record VectorCheck(int texts, double maxDifference, int worst, double minCosine) {}
