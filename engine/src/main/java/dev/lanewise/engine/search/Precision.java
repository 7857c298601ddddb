package dev.lanewise.engine.search;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Smaller forms of vectors, as {@code quantize_embeddings} of sentence-transformers makes them.
 *
 * <p>The integer forms cut the range of each component into 256 steps; the range is taken from a
 * sample of vectors, usually all that are quantized. The binary forms keep one bit a component,
 * eight to a byte, the first in the highest bit.
 */
public enum Precision {
  /** Not quantized. */
  FLOAT32,
  /** Steps from -128 to 127. */
  INT8,
  /** Steps from 0 to 255. */
  UINT8,
  /** Whether components are positive, eight to a byte, minus 128. */
  BINARY,
  /** Whether components are positive, eight to a byte. */
  UBINARY;

  /** The name on the command line and in Python. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether quantizing needs {@link Ranges}. */
  public boolean needsRanges() {
    return this == INT8 || this == UINT8;
  }

  /** Whether a quantized byte is meant as signed. */
  public boolean signed() {
    return this == INT8 || this == BINARY;
  }

  /** The bytes of a quantized vector. */
  public int bytes(int dimension) {
    return switch (this) {
      case FLOAT32 -> dimension * Float.BYTES;
      case INT8, UINT8 -> dimension;
      case BINARY, UBINARY -> Math.ceilDiv(dimension, Byte.SIZE);
    };
  }

  /**
   * The least and the greatest value of each component.
   *
   * @param least {@code [dimension]}
   * @param greatest {@code [dimension]}
   */
  public record Ranges(float[] least, float[] greatest) {
    /**
     * The ranges of a sample.
     *
     * @param vectors {@code [size][dimension]}, at least one
     * @throws IllegalArgumentException if there is none, or they differ in length
     */
    public static Ranges of(float[][] vectors) {
      if (vectors.length == 0) {
        throw new IllegalArgumentException("no vectors have no ranges");
      }
      float[] least = vectors[0].clone();
      float[] greatest = vectors[0].clone();
      for (float[] vector : vectors) {
        requireDimension(vector.length, least.length);
        for (int i = 0; i < vector.length; i++) {
          least[i] = Math.min(least[i], vector[i]);
          greatest[i] = Math.max(greatest[i], vector[i]);
        }
      }
      return new Ranges(least, greatest);
    }
  }

  /**
   * Quantizes a vector.
   *
   * @param ranges the components' ranges; the binary forms don't look at them
   * @return {@link #bytes} bytes; those of {@link #UINT8} and {@link #UBINARY} are unsigned
   * @throws IllegalArgumentException if the ranges are needed and are of another dimension
   * @throws IllegalStateException if this is {@link #FLOAT32}
   */
  public byte[] quantize(float[] vector, Ranges ranges) {
    if (needsRanges()) {
      requireDimension(vector.length, ranges.least().length);
      requireDimension(vector.length, ranges.greatest().length);
    }
    byte[] bytes = new byte[bytes(vector.length)];
    int shift = signed() ? 128 : 0;
    switch (this) {
      case FLOAT32 -> throw new IllegalStateException("float32 vectors are not quantized");
      case INT8, UINT8 -> {
        for (int i = 0; i < vector.length; i++) {
          float least = ranges.least()[i];
          float step = (ranges.greatest()[i] - least) / 255;
          double steps = Math.floor((vector[i] - least) / (step == 0 ? 1 : step));
          bytes[i] = (byte) ((int) Math.clamp(steps, 0, 255) - shift);
        }
      }
      case BINARY, UBINARY -> {
        for (int i = 0; i < bytes.length; i++) {
          int first = i * Byte.SIZE;
          int bits =
              IntStream.range(first, Math.min(first + Byte.SIZE, vector.length))
                  .map(j -> vector[j] > 0 ? 0x80 >> (j - first) : 0)
                  .sum();
          bytes[i] = (byte) (bits - shift);
        }
      }
    }
    return bytes;
  }

  private static void requireDimension(int actual, int expected) {
    if (actual != expected) {
      throw new IllegalArgumentException(
          "a vector has " + actual + " components, the ranges are of " + expected);
    }
  }
}
