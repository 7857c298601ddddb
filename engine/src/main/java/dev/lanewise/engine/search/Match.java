package dev.lanewise.engine.search;

/**
 * A vector that was found.
 *
 * @param index its place in the index
 * @param score its similarity to the query; the larger, the more alike
 */
public record Match(int index, float score) {}
