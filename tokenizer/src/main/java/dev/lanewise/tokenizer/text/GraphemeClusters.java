package dev.lanewise.tokenizer.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Where user-perceived characters end: the extended grapheme clusters of Unicode Standard Annex
 * #29, with the properties that the reference library's version of Unicode gives code points
 * ({@code graphemes.txt}, one property a line, as ranges).
 */
public final class GraphemeClusters {
  private static final int CR = 1;
  private static final int LF = 2;
  private static final int CONTROL = 3;
  private static final int EXTEND = 4;
  private static final int ZWJ = 5;
  private static final int REGIONAL_INDICATOR = 6;
  private static final int PREPEND = 7;
  private static final int SPACING_MARK = 8;
  private static final int L = 9;
  private static final int V = 10;
  private static final int T = 11;
  private static final int LV = 12;
  private static final int LVT = 13;

  /** The bits of a property that hold one of the above, or 0 for any other code point. */
  private static final int BREAK_MASK = 15;

  private static final int PICTOGRAPHIC = 1 << 4;
  private static final int INDIC_CONSONANT = 1 << 5;
  private static final int INDIC_LINKER = 1 << 6;
  private static final int INDIC_EXTEND = 1 << 7;

  private static final CodePointTable PROPERTIES = new CodePointTable();

  static {
    load();
  }

  private GraphemeClusters() {}

  /** Where the cluster that begins at {@code from} ends, {@code to} at the latest. */
  public static int end(AlignedText text, int from, int to) {
    int property = PROPERTIES.get(text.codePoint(from));
    int kind = property & BREAK_MASK;
    boolean oddIndicators = kind == REGIONAL_INDICATOR;
    boolean pictographs = (property & PICTOGRAPHIC) != 0; // and nothing but EXTEND and ZWJ after it
    boolean conjunct = (property & INDIC_CONSONANT) != 0; // and only linkers and extenders after it
    boolean linked = false; // of which one was a linker
    for (int i = from + 1; i < to; i++) {
      int next = PROPERTIES.get(text.codePoint(i));
      int nextKind = next & BREAK_MASK;
      boolean joined =
          joined(kind, nextKind)
              || (linked && (next & INDIC_CONSONANT) != 0) // GB9c
              || (pictographs && kind == ZWJ && (next & PICTOGRAPHIC) != 0) // GB11
              || (oddIndicators && nextKind == REGIONAL_INDICATOR); // GB12, GB13
      if (!joined) {
        return i;
      }
      oddIndicators = nextKind == REGIONAL_INDICATOR && !oddIndicators;
      pictographs =
          (next & PICTOGRAPHIC) != 0 || (pictographs && (nextKind == EXTEND || nextKind == ZWJ));
      boolean consonant = (next & INDIC_CONSONANT) != 0;
      conjunct = consonant || (conjunct && (next & (INDIC_LINKER | INDIC_EXTEND)) != 0);
      linked = conjunct && !consonant && (linked || (next & INDIC_LINKER) != 0);
      kind = nextKind;
    }
    return to;
  }

  /** The rules that look at two neighbours only: GB3 to GB9b. */
  private static boolean joined(int before, int after) {
    return switch (before) {
      case CR -> after == LF;
      case LF, CONTROL -> false;
      case PREPEND -> after != CR && after != LF && after != CONTROL;
      default ->
          switch (after) {
            case EXTEND, ZWJ, SPACING_MARK -> true;
            case L -> before == L;
            case V -> before == L || before == LV || before == V;
            case T -> before == LV || before == V || before == LVT || before == T;
            case LV, LVT -> before == L;
            default -> false;
          };
    };
  }

  private static void load() {
    try (InputStream resource = GraphemeClusters.class.getResourceAsStream("graphemes.txt")) {
      if (resource == null) {
        throw new IllegalStateException("graphemes.txt is missing beside GraphemeClusters");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] words = line.split(" ", -1);
          for (int i = 1; i < words.length; i++) {
            addRange(words[i], property(words[0]));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int property(String name) {
    return switch (name) {
      case "CR" -> CR;
      case "LF" -> LF;
      case "Control" -> CONTROL;
      case "Extend" -> EXTEND;
      case "ZWJ" -> ZWJ;
      case "Regional_Indicator" -> REGIONAL_INDICATOR;
      case "Prepend" -> PREPEND;
      case "SpacingMark" -> SPACING_MARK;
      case "L" -> L;
      case "V" -> V;
      case "T" -> T;
      case "LV" -> LV;
      case "LVT" -> LVT;
      case "Extended_Pictographic" -> PICTOGRAPHIC;
      case "InCB.Consonant" -> INDIC_CONSONANT;
      case "InCB.Linker" -> INDIC_LINKER;
      case "InCB.Extend" -> INDIC_EXTEND;
      default -> throw new IllegalStateException("graphemes.txt has the line " + name);
    };
  }

  private static void addRange(String range, int bits) {
    int dash = range.indexOf('-');
    int first = HexFormat.fromHexDigits(dash < 0 ? range : range.substring(0, dash));
    int last = HexFormat.fromHexDigits(range.substring(dash + 1));
    for (int c = first; c <= last; c++) {
      PROPERTIES.addBits(c, bits);
    }
  }
}
