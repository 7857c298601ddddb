package dev.lanewise.tokenizer.text;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What the reference tokenizers library knows of every code point, read once from {@code
 * unicode.txt}.
 *
 * <p>The file has one property a line: ranges ({@code 41-5A}), for {@code lower} with the first
 * mapped code point ({@code 41-5A>61}, {@code ~} instead of {@code -} for every second one), for
 * {@code decompose} with the full canonical decomposition ({@code C0=41.300}). Hangul syllables are
 * decomposed by arithmetic (Unicode Standard, section 3.12).
 */
public final class UnicodeTables {
  /** Dropped by the cleaning step of BERT's normalizer: control, format and private characters. */
  public static final int REMOVED = 1;

  /** Turned into a space by the cleaning step of BERT's normalizer. */
  public static final int SPACE = 1 << 1;

  /** Surrounded by spaces by BERT's normalizer. */
  public static final int CHINESE = 1 << 2;

  /** Dropped with the accents: a nonspacing mark. */
  public static final int MARK = 1 << 3;

  /** Separates words. */
  public static final int WHITESPACE = 1 << 4;

  /** A word of its own. */
  public static final int PUNCTUATION = 1 << 5;

  /** A word character beside an added token that matches whole words only. */
  public static final int WORD = 1 << 6;

  /** Has a lower case, a decomposition or a combining class: the rarer tables know more. */
  public static final int FOLDS = 1 << 7;

  /** No canonical decomposition has more code points. */
  static final int LONGEST_DECOMPOSITION = 4;

  private static final CodePointTable FLAGS = new CodePointTable();
  private static final CodePointTable COMBINING_CLASS = new CodePointTable();

  /** 1 + index into {@link #MAPPINGS}. */
  private static final CodePointTable LOWER = new CodePointTable();

  /** 1 + index into {@link #MAPPINGS}. */
  private static final CodePointTable DECOMPOSITION = new CodePointTable();

  private static final List<int[]> MAPPINGS = new ArrayList<>();

  private static final int HANGUL_FIRST = 0xAC00;
  private static final int HANGUL_LAST = 0xD7A3;
  private static final int HANGUL_VOWELS = 21;
  private static final int HANGUL_TAILS = 28;

  static {
    load();
  }

  private UnicodeTables() {}

  /** The properties of a code point, as the bits above. */
  public static int flags(int codePoint) {
    return FLAGS.get(codePoint);
  }

  /** Whether a code point has all of these bits. */
  public static boolean is(int codePoint, int bits) {
    return (FLAGS.get(codePoint) & bits) == bits;
  }

  /** The canonical combining class; 0 for a starter. */
  public static int combiningClass(int codePoint) {
    return COMBINING_CLASS.get(codePoint);
  }

  /** The full lower-case mapping, or an empty array where the code point maps to itself. */
  public static int[] lowerCase(int codePoint) {
    return mapping(LOWER.get(codePoint));
  }

  /** The full canonical decomposition, or an empty array where there is none. */
  public static int[] decomposition(int codePoint) {
    if (codePoint >= HANGUL_FIRST && codePoint <= HANGUL_LAST) {
      int syllable = codePoint - HANGUL_FIRST;
      int lead = 0x1100 + syllable / (HANGUL_VOWELS * HANGUL_TAILS);
      int vowel = 0x1161 + syllable % (HANGUL_VOWELS * HANGUL_TAILS) / HANGUL_TAILS;
      int tail = 0x11A7 + syllable % HANGUL_TAILS;
      return tail == 0x11A7 ? new int[] {lead, vowel} : new int[] {lead, vowel, tail};
    }
    return mapping(DECOMPOSITION.get(codePoint));
  }

  private static final int[] NO_MAPPING = {};

  private static int[] mapping(int index) {
    return index == 0 ? NO_MAPPING : MAPPINGS.get(index - 1);
  }

  private static void load() {
    TableFile.read("unicode.txt", UnicodeTables::load);
    for (int syllable = HANGUL_FIRST; syllable <= HANGUL_LAST; syllable++) {
      FLAGS.addBits(syllable, FOLDS);
    }
  }

  private static void load(String property, String[] items) {
    switch (property) {
      case "removed" -> flag(items, REMOVED);
      case "space" -> flag(items, SPACE);
      case "chinese" -> flag(items, CHINESE);
      case "mark" -> flag(items, MARK);
      case "whitespace" -> flag(items, WHITESPACE);
      case "punctuation" -> flag(items, PUNCTUATION);
      case "word" -> flag(items, WORD);
      case "lower" -> lowerCases(items);
      case "decompose" ->
          TableFile.eachMapping(items, (c, sequence) -> map(DECOMPOSITION, c, sequence));
      default -> {
        String argument = property.substring(property.indexOf('.') + 1);
        if (property.startsWith("class.")) {
          combiningClass(items, Integer.parseInt(argument));
        } else {
          map(LOWER, HexFormat.fromHexDigits(argument), TableFile.sequence(items[0]));
        }
      }
    }
  }

  private static void flag(String[] ranges, int bit) {
    TableFile.eachInRanges(ranges, c -> FLAGS.addBits(c, bit));
  }

  private static void combiningClass(String[] ranges, int value) {
    TableFile.eachInRanges(
        ranges,
        c -> {
          COMBINING_CLASS.set(c, value);
          FLAGS.addBits(c, FOLDS);
        });
  }

  private static void lowerCases(String[] items) {
    for (String item : items) {
      int arrow = item.indexOf('>');
      String range = item.substring(0, arrow);
      int first = TableFile.first(range);
      int last = TableFile.last(range);
      int distance = HexFormat.fromHexDigits(item.substring(arrow + 1)) - first;
      int step = range.indexOf('~') < 0 ? 1 : 2;
      for (int c = first; c <= last; c += step) {
        map(LOWER, c, new int[] {c + distance});
      }
    }
  }

  private static void map(CodePointTable table, int codePoint, int[] sequence) {
    MAPPINGS.add(sequence);
    table.set(codePoint, MAPPINGS.size());
    FLAGS.addBits(codePoint, FOLDS);
  }
}
