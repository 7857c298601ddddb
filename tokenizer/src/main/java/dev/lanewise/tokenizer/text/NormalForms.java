package dev.lanewise.tokenizer.text;

import java.util.Arrays;

/**
 * What the reference tokenizers library's normal forms know beyond {@link UnicodeTables}, read once
 * from {@code normal-forms.txt}: compatibility decompositions ({@code A8=20.308}), and ranges of
 * the canonical ones that are not composed again. The pairs to compose follow from the rest.
 */
public final class NormalForms {
  /** What {@link #composite} has for a pair that isn't composed. */
  public static final int NO_COMPOSITE = -1;

  private static final int HANGUL_FIRST = 0xAC00;
  private static final int HANGUL_LAST = 0xD7A3;
  private static final int LEADS = 0x1100;
  private static final int LEAD_COUNT = 19;
  private static final int VOWELS = 0x1161;
  private static final int VOWEL_COUNT = 21;
  private static final int TAILS = 0x11A7; // one before the first, for a syllable without
  private static final int TAIL_COUNT = 28;

  /** Beyond the first two planes nothing is composed. */
  private static final int LAST_COMPOSITE = 0x1FFFF;

  private static final int[] NO_MAPPING = {};

  /** Full compatibility decompositions where they aren't the canonical ones: 1 + index. */
  private static final CodePointTable COMPATIBLE = new CodePointTable();

  private static int[][] mappings = new int[1 << 12][];
  private static int mappingCount;

  /** Pairs that are composed, walked by code points. */
  private static final CodePointTrie PAIRS = new CodePointTrie();

  private static final int ROOT = PAIRS.addRoot();

  /** 1 where a code point is the second of a pair. */
  private static final CodePointTable SECOND = new CodePointTable();

  static {
    CodePointTable excluded = new CodePointTable();
    TableFile.read(
        "normal-forms.txt",
        (name, items) -> {
          if (name.equals("excluded")) {
            TableFile.eachInRanges(items, c -> excluded.set(c, 1));
          } else {
            TableFile.eachMapping(items, NormalForms::putCompatible);
          }
        });
    loadPairs(excluded);
  }

  private NormalForms() {}

  /**
   * The full decomposition of a code point, or an empty array where it has none.
   *
   * @param compatible whether by compatibility, or else the canonical one
   */
  public static int[] decomposition(int codePoint, boolean compatible) {
    int index = compatible ? COMPATIBLE.get(codePoint) : 0;
    return index == 0 ? UnicodeTables.decomposition(codePoint) : mappings[index - 1];
  }

  /** What two code points become together, or {@link #NO_COMPOSITE}. */
  public static int composite(int first, int second) {
    if (SECOND.get(second) == 0) {
      return NO_COMPOSITE;
    }
    if (isHangul(first, second)) {
      return hangul(first, second);
    }
    int node = PAIRS.child(ROOT, first);
    node = node == CodePointTrie.NO_NODE ? node : PAIRS.child(node, second);
    return node == CodePointTrie.NO_NODE ? NO_COMPOSITE : PAIRS.value(node);
  }

  /** Whether a code point can become one with what stands before it. */
  public static boolean isSecond(int codePoint) {
    return SECOND.get(codePoint) != 0;
  }

  private static void putCompatible(int codePoint, int[] sequence) {
    if (mappingCount == mappings.length) {
      mappings = Arrays.copyOf(mappings, 2 * mappingCount);
    }
    mappings[mappingCount++] = sequence;
    COMPATIBLE.set(codePoint, mappingCount);
  }

  /**
   * A composite is the composite of all but the last code point of its decomposition, and the last.
   */
  private static void loadPairs(CodePointTable excluded) {
    CodePointTrie composites = new CodePointTrie();
    int root = composites.addRoot();
    for (int pass = 2; pass <= UnicodeTables.LONGEST_DECOMPOSITION; pass++) {
      for (int c = 0; c <= LAST_COMPOSITE; c++) {
        int[] form =
            c < HANGUL_FIRST || c > HANGUL_LAST ? UnicodeTables.decomposition(c) : NO_MAPPING;
        if (form.length == pass && excluded.get(c) == 0) {
          composites.put(root, new String(form, 0, pass), 0, c);
          int first = pass == 2 ? form[0] : composite(composites, root, form, pass - 1);
          int second = form[pass - 1];
          PAIRS.put(ROOT, new String(new int[] {first, second}, 0, 2), 0, c);
          SECOND.set(second, 1);
        }
      }
    }
    for (int i = 0; i < VOWEL_COUNT; i++) {
      SECOND.set(VOWELS + i, 1);
    }
    for (int i = 1; i < TAIL_COUNT; i++) {
      SECOND.set(TAILS + i, 1);
    }
  }

  private static int composite(CodePointTrie composites, int root, int[] form, int length) {
    int node = root;
    for (int i = 0; i < length; i++) {
      node = composites.child(node, form[i]);
    }
    return composites.value(node);
  }

  /** Whether two code points make a Hangul syllable (Unicode Standard, section 3.12). */
  private static boolean isHangul(int first, int second) {
    boolean vowel = second >= VOWELS && second < VOWELS + VOWEL_COUNT;
    boolean tail = second > TAILS && second < TAILS + TAIL_COUNT;
    int syllable = first - HANGUL_FIRST;
    return (vowel && first >= LEADS && first < LEADS + LEAD_COUNT)
        || (tail
            && syllable >= 0
            && syllable < LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT
            && syllable % TAIL_COUNT == 0);
  }

  private static int hangul(int first, int second) {
    return first < HANGUL_FIRST
        ? HANGUL_FIRST + ((first - LEADS) * VOWEL_COUNT + second - VOWELS) * TAIL_COUNT
        : first + second - TAILS;
  }
}
