package dev.lanewise.weights.read;

import java.util.Arrays;
import java.util.OptionalLong;

/** Dimensions that a file claims. */
public final class Shapes {
  /** More than any tensor has. */
  public static final int MAX_RANK = 16;

  private static final long MAX_DIMENSION = 1L << 48;

  private Shapes() {}

  /**
   * The number of elements; empty if a dimension is negative or absurd or the product overflows,
   * also where a zero would hide that.
   */
  public static OptionalLong elements(long[] shape) {
    long product = 1;
    boolean empty = false;
    for (long dimension : shape) {
      if (dimension < 0 || dimension > MAX_DIMENSION) {
        return OptionalLong.empty();
      }
      empty |= dimension == 0;
      long factor = Math.max(1, dimension);
      if (product > MAX_DIMENSION / factor) {
        return OptionalLong.empty();
      }
      product *= factor;
    }
    return OptionalLong.of(empty ? 0 : product);
  }

  /** The dimensions as {@code [2, 3]}. */
  public static String text(long[] shape) {
    return Arrays.toString(shape);
  }
}
