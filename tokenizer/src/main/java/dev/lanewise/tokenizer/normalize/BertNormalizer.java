package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.UnicodeTables;

/**
 * BERT's normalizer: clean, space out Chinese characters, strip accents, lowercase, in this order.
 *
 * <p>Every step looks at a single code point, so all of them run in one pass, with one exception:
 * the canonical reordering that comes with stripping accents (Unicode Standard, D108) sorts runs of
 * combining marks by their class. Most marks are dropped anyway; those that stay are sorted when
 * the run ends.
 *
 * @param cleanText drops control characters and turns whitespace into spaces
 * @param handleChineseChars puts spaces around CJK ideographs
 * @param stripAccents decomposes canonically and drops nonspacing marks (Hangul falls into jamo)
 * @param lowercase maps each code point to its lower case, without regard to its neighbours
 */
public record BertNormalizer(
    boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase)
    implements Normalizer {
  private static final int[] ITSELF = {};

  /** What becomes of ASCII, without lower case and with it; 0 where the general way has to see. */
  private static final int[][] ASCII = {ascii(false), ascii(true)};

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    int run = out.length(); // where the marks begin that follow the last starter
    int[] ascii = ASCII[lowercase ? 1 : 0];
    for (int i = from; i < to; i++) {
      int codePoint = in.codePoint(i);
      if (codePoint < ascii.length && ascii[codePoint] != 0) {
        endRun(out, run);
        i = out.appendMapped(in, i, to, ascii) - 1;
        run = out.length();
        continue;
      }
      int flags = UnicodeTables.flags(codePoint);
      if (cleanText && (flags & (UnicodeTables.REMOVED | UnicodeTables.SPACE)) != 0) {
        if ((flags & UnicodeTables.REMOVED) != 0) {
          continue;
        }
        codePoint = ' ';
        flags = UnicodeTables.flags(' ');
      }
      int start = in.start(i);
      int end = in.end(i);
      boolean spaced = handleChineseChars && (flags & UnicodeTables.CHINESE) != 0;
      if (spaced) {
        run = appendStarter(' ', start, end, out, run);
      }
      if ((flags & (UnicodeTables.FOLDS | UnicodeTables.MARK)) == 0) {
        run = appendStarter(codePoint, start, end, out, run);
      } else if (stripAccents) {
        run = appendDecomposed(codePoint, start, end, out, run);
      } else {
        appendLowercase(codePoint, start, end, out);
      }
      if (spaced) {
        run = appendStarter(' ', start, end, out, run);
      }
    }
    endRun(out, run);
  }

  /** Appends a code point of combining class zero as it is; returns where the next run begins. */
  private int appendStarter(int codePoint, int start, int end, AlignedText out, int run) {
    endRun(out, run);
    out.append(codePoint, start, end);
    return out.length();
  }

  private int appendDecomposed(int codePoint, int start, int end, AlignedText out, int run) {
    int[] decomposition = UnicodeTables.decomposition(codePoint);
    if (decomposition.length == 0) {
      return appendStripped(codePoint, start, end, out, run);
    }
    for (int part : decomposition) {
      run = appendStripped(part, start, end, out, run);
    }
    return run;
  }

  private int appendStripped(int codePoint, int start, int end, AlignedText out, int run) {
    // A starter ends the run even where it is a mark that gets dropped itself.
    boolean starter = UnicodeTables.combiningClass(codePoint) == 0;
    if (starter) {
      endRun(out, run);
    }
    if (!UnicodeTables.is(codePoint, UnicodeTables.MARK)) {
      appendLowercase(codePoint, start, end, out);
    }
    return starter ? out.length() : run;
  }

  private void appendLowercase(int codePoint, int start, int end, AlignedText out) {
    int[] lower = lowercase ? UnicodeTables.lowerCase(codePoint) : ITSELF;
    if (lower.length == 0) {
      out.append(codePoint, start, end);
    } else {
      for (int part : lower) {
        out.append(part, start, end);
      }
    }
  }

  /**
   * What becomes of ASCII characters that are neither whitespace nor control characters. All are
   * starters and none has a decomposition.
   */
  private static int[] ascii(boolean lowercase) {
    int[] table = new int[128];
    table[' '] = ' ';
    for (int c = '!'; c <= '~'; c++) {
      int[] lower = lowercase ? UnicodeTables.lowerCase(c) : ITSELF;
      table[c] = lower.length == 0 ? c : lower[0];
    }
    return table;
  }

  private void endRun(AlignedText out, int run) {
    if (stripAccents && out.length() - run > 1) {
      out.sort(run, UnicodeTables::combiningClass);
    }
  }
}
