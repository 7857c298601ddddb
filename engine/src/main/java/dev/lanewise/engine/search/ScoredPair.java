package dev.lanewise.engine.search;

/**
 * Two vectors of one set and how alike they are.
 *
 * @param score their similarity
 * @param first the lower of their indices
 * @param second the higher
 */
public record ScoredPair(float score, int first, int second) {}
