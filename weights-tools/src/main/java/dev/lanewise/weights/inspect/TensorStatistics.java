package dev.lanewise.weights.inspect;

/**
 * What the values of a tensor are like.
 *
 * @param min the smallest finite value; NaN if there is none
 * @param max the largest finite value; NaN if there is none
 * @param mean the mean of the finite values; NaN if there are none
 * @param nan how many are NaN
 * @param infinite how many are infinite
 */
public record TensorStatistics(double min, double max, double mean, long nan, long infinite) {}
