package dev.lanewise.tokenizer.split;

import dev.lanewise.tokenizer.pattern.TextPattern;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.Words;

/**
 * Splits at the matches of a pattern.
 *
 * @param pattern what to look for
 * @param behavior what becomes of the matches
 * @param inverted whether what lies between the matches is treated as a match, and the other way
 *     round
 */
public record Split(TextPattern pattern, Behavior behavior, boolean inverted)
    implements PreTokenizer {
  /** What becomes of a match. */
  public enum Behavior {
    /** It is dropped. */
    REMOVED,
    /** It is a word. */
    ISOLATED,
    /** It ends the word before it, if that isn't a match itself. */
    MERGED_WITH_PREVIOUS,
    /** It begins the word after it, if that isn't a match itself. */
    MERGED_WITH_NEXT,
    /** It is a word together with the matches right beside it. */
    CONTIGUOUS
  }

  @Override
  public Words splitter(Words words) {
    return new Splitter(words);
  }

  /** Holds back the last segment where what becomes of it depends on the next. */
  private final class Splitter implements Words {
    private final Words words;
    private int heldFrom;
    private int heldTo; // nothing is held where it equals heldFrom
    private boolean heldMatch;

    Splitter(Words words) {
      this.words = words;
    }

    @Override
    public void accept(AlignedText text, int from, int to) {
      heldFrom = heldTo = from;
      int at = from;
      while (at < to) {
        int start = pattern.start(text, at, to);
        if (at < start) {
          segment(text, at, start, inverted);
        }
        at = start;
        if (start < to) {
          at = pattern.end(text, start, to);
          segment(text, start, at, !inverted);
        }
      }
      release(text);
    }

    private void segment(AlignedText text, int from, int to, boolean match) {
      switch (behavior) {
        case REMOVED -> {
          if (!match) {
            words.accept(text, from, to);
          }
        }
        case ISOLATED -> words.accept(text, from, to);
        case MERGED_WITH_PREVIOUS -> hold(text, from, to, match, match && !heldMatch);
        case MERGED_WITH_NEXT -> hold(text, from, to, match, !match && heldMatch);
        case CONTIGUOUS -> hold(text, from, to, match, match == heldMatch);
      }
    }

    /** Holds a segment, joined with the one held or in place of it. */
    private void hold(AlignedText text, int from, int to, boolean match, boolean join) {
      if (heldFrom == heldTo || !join) {
        release(text);
        heldFrom = from;
      }
      heldTo = to;
      heldMatch = match;
    }

    private void release(AlignedText text) {
      if (heldFrom < heldTo) {
        words.accept(text, heldFrom, heldTo);
      }
      heldFrom = heldTo;
    }
  }
}
