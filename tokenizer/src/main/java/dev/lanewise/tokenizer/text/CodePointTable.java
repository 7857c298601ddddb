package dev.lanewise.tokenizer.text;

import java.util.Arrays;

/**
 * An {@code int} for every code point, zero unless set: pages of 256, of which the untouched ones
 * are one and the same. Filled once, then read by any number of threads.
 */
public final class CodePointTable {
  private static final int PAGE_BITS = 8;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  /** The first page is all zeros and stands for every page that nothing was set in. */
  private int[][] pages = {new int[PAGE_SIZE]};

  /**
   * The page of the first code points, which most text is made of: one look-up instead of three.
   */
  private final int[] first = new int[PAGE_SIZE];

  private final char[] pageNumbers = new char[(Character.MAX_CODE_POINT + 1) >>> PAGE_BITS];

  /** The value of a code point. */
  public int get(int codePoint) {
    if (codePoint < PAGE_SIZE) {
      return first[codePoint];
    }
    return pages[pageNumbers[codePoint >>> PAGE_BITS]][codePoint & (PAGE_SIZE - 1)];
  }

  /** Gives a code point a value. */
  public void set(int codePoint, int value) {
    int page = codePoint >>> PAGE_BITS;
    if (page == 0) {
      first[codePoint] = value;
      return;
    }
    if (pageNumbers[page] == 0) {
      pageNumbers[page] = (char) pages.length;
      pages = Arrays.copyOf(pages, pages.length + 1);
      pages[pages.length - 1] = new int[PAGE_SIZE];
    }
    pages[pageNumbers[page]][codePoint & (PAGE_SIZE - 1)] = value;
  }

  void addBits(int codePoint, int bits) {
    set(codePoint, get(codePoint) | bits);
  }
}
