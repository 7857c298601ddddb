package dev.lanewise.cli;

import dev.lanewise.engine.Embedding;
import java.util.Locale;

/** Counts texts that were cut, to say so at the end. */
final class Truncations {
  private final String what;
  private long texts;
  private long cut;
  private long firstCut;
  private int tokensOfFirst;
  private int limit;

  /** Counts texts. */
  Truncations() {
    this("text");
  }

  /**
   * Counts what goes through a model at a time.
   *
   * @param what its name for people
   */
  Truncations(String what) {
    this.what = what;
  }

  /** Counts a text; returns what it was given. */
  Embedding count(Embedding embedding) {
    count(embedding.tokens(), embedding.totalTokens());
    return embedding;
  }

  /**
   * Counts a text.
   *
   * @param tokens the tokens that the model saw
   * @param totalTokens the tokens that there were
   */
  void count(int tokens, int totalTokens) {
    if (totalTokens > tokens) {
      if (cut == 0) {
        firstCut = texts;
        tokensOfFirst = totalTokens;
        limit = tokens;
      }
      cut++;
    }
    texts++;
  }

  /** Says on standard error what was cut. */
  void report() {
    if (cut > 0) {
      Console.note(
          String.format(
              Locale.ROOT,
              "%d of %d %s longer than the model's %d tokens and cut; the first is %s %d with %d",
              cut,
              texts,
              cut == 1 ? "was" : "were",
              limit,
              what,
              firstCut,
              tokensOfFirst));
    }
  }
}
