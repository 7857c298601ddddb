package dev.lanewise.engine;

/**
 * A document in the order of its relevance.
 *
 * @param index its place in the list of documents
 * @param score its score for the query
 */
public record RankedDocument(int index, float score) {}
