package dev.lanewise.engine;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.kernel.Kernels;
import java.util.Locale;

/** How alike two vectors are: the larger, the more. */
public enum Similarity {
  /** The cosine of the angle between them, from -1 to 1; 0 where one of them is zero. */
  COSINE {
    @Override
    public float of(float[] a, float[] b) {
      requireSameLength(a, b);
      float squareA = dot(a, a);
      float squareB = dot(b, b);
      if (inRange(squareA) && inRange(squareB)) {
        return Math.clamp(dot(a, b) / (float) Math.sqrt((double) squareA * squareB), -1, 1);
      }
      double lengths = Math.sqrt(wideDot(a, a)) * Math.sqrt(wideDot(b, b));
      return lengths == 0 ? 0 : (float) Math.clamp(wideDot(a, b) / lengths, -1, 1);
    }
  },
  /** Their dot product. */
  DOT {
    @Override
    public float of(float[] a, float[] b) {
      requireSameLength(a, b);
      float dot = dot(a, b);
      // An overflow on the way need not be one of the result, or gives infinity minus infinity.
      return Float.isFinite(dot) ? dot : (float) wideDot(a, b);
    }
  },
  /** Their Euclidean distance, negated. */
  EUCLIDEAN {
    @Override
    public float of(float[] a, float[] b) {
      requireSameLength(a, b);
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return (float) (0 - Math.sqrt(sum)); // not minus zero
    }
  },
  /** The sum of the distances of their components, negated. */
  MANHATTAN {
    @Override
    public float of(float[] a, float[] b) {
      requireSameLength(a, b);
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        sum += Math.abs((double) a[i] - b[i]);
      }
      return (float) (0 - sum); // not minus zero
    }
  };

  /**
   * The similarity of two vectors.
   *
   * @throws IllegalArgumentException if they differ in length
   */
  public abstract float of(float[] a, float[] b);

  /**
   * The similarity of each vector of {@code a} with each of {@code b}.
   *
   * @param a {@code [m][dimension]}
   * @param b {@code [n][dimension]}
   * @return {@code [m][n]}
   * @throws IllegalArgumentException if vectors differ in length
   */
  public float[][] matrix(float[][] a, float[][] b) {
    float[][] similarities = new float[a.length][b.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        similarities[i][j] = of(a[i], b[j]);
      }
    }
    return similarities;
  }

  /** The name that model configurations use: {@code cosine}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static float dot(float[] a, float[] b) {
    return Kernel.BEST.dot(a, 0, b, 0, a.length);
  }

  /** Whether neither squares nor their sum came near the ends of what a float holds. */
  private static boolean inRange(float square) {
    return square > 1e-30f && square < 1e37f;
  }

  /** The dot product where products of floats may leave a float's range. */
  private static double wideDot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static void requireSameLength(float[] a, float[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(
          "vectors of " + a.length + " and " + b.length + " components can't be compared");
    }
  }

  /** An enum's constants can't use its own static fields, so it is held here. */
  private static final class Kernel {
    static final Kernels BEST = KernelSelector.choose(KernelSelector.Preference.AUTO).kernels();
  }
}
