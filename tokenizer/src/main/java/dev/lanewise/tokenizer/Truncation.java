package dev.lanewise.tokenizer;

import java.util.Objects;
import java.util.function.Supplier;

/**
 * How many tokens a sequence may have and what goes when there are more.
 *
 * @param maxTokens the most tokens, special tokens included
 * @param strategy which of two texts is cut
 * @param side the end at which a text is cut
 */
public record Truncation(int maxTokens, Strategy strategy, Side side) {
  /** Which of two texts is cut; a text alone is always the one. */
  public enum Strategy {
    /** Whichever is longer, until both are equally long, then both. */
    LONGEST_FIRST,
    /** The first; fails where removing all of it isn't enough. */
    ONLY_FIRST,
    /** The second; fails where removing all of it isn't enough. */
    ONLY_SECOND
  }

  /** The end at which tokens are removed. */
  public enum Side {
    LEFT,
    RIGHT
  }

  /** Cuts nothing. */
  public static final Truncation NONE = at(Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException if {@code maxTokens} is negative
   */
  public Truncation {
    if (maxTokens < 0) {
      throw new IllegalArgumentException("maxTokens is negative: " + maxTokens);
    }
    Objects.requireNonNull(strategy, "strategy");
    Objects.requireNonNull(side, "side");
  }

  /** Cuts the longer text first, on the right. */
  public static Truncation at(int maxTokens) {
    return new Truncation(maxTokens, Strategy.LONGEST_FIRST, Side.RIGHT);
  }

  /**
   * How many tokens stay of each text.
   *
   * @param all the tokens of both; none of the second where there is but one
   * @param read gives the tokens of a pair that the reference reads before it cuts them, which
   *     decide which one it takes for the longer
   * @param special special tokens around them
   * @throws IllegalArgumentException if this truncation can't be had
   */
  Lengths apply(Lengths all, Supplier<Lengths> read, boolean isPair, int special) {
    int first = all.first();
    int second = all.second();
    long total = (long) first + second + special;
    if (total <= maxTokens) {
      return all;
    }
    int room = maxTokens - special;
    if (room < 0) {
      throw new IllegalArgumentException(
          "maxTokens is " + maxTokens + ", less than the " + special + " special tokens");
    }
    if (room == 0) {
      return new Lengths(0, 0); // nothing is left to choose, so no strategy fails
    }
    int excess = (int) Math.min(total - maxTokens, Integer.MAX_VALUE);
    return switch (strategy) {
      case LONGEST_FIRST -> longestFirst(isPair ? read.get() : all, room);
      case ONLY_FIRST -> new Lengths(cut(first, excess, "first"), second);
      case ONLY_SECOND -> {
        if (!isPair) {
          throw new IllegalArgumentException("there is no second text to cut");
        }
        yield new Lengths(first, cut(second, excess, "second"));
      }
    };
  }

  /** The tokens that stay of the two texts. */
  record Lengths(int first, int second) {}

  private static Lengths longestFirst(Lengths texts, int room) {
    int shorter = Math.min(texts.first(), texts.second());
    int longer = Math.max(shorter, room - shorter);
    if (shorter + longer > room) {
      shorter = room / 2;
      longer = room - shorter;
    }
    return texts.first() > texts.second()
        ? new Lengths(longer, shorter)
        : new Lengths(shorter, longer);
  }

  private static int cut(int length, int excess, String which) {
    if (length <= excess) {
      throw new IllegalArgumentException(
          "the " + which + " text has " + length + " tokens, of which " + excess + " must go");
    }
    return length - excess;
  }
}
