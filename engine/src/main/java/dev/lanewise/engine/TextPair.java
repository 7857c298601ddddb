package dev.lanewise.engine;

import java.util.Objects;

/**
 * Two texts that a cross-encoder looks at together.
 *
 * @param first the question, for a reranker
 * @param second the passage, for a reranker
 */
public record TextPair(String first, String second) {
  public TextPair {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(second, "second");
  }
}
