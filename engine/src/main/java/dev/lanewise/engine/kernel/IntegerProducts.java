package dev.lanewise.engine.kernel;

import java.util.Arrays;

/**
 * How linear layers are computed in integers: the rounding, one row at a time, that every kernel
 * has to agree with, and why no sum overflows.
 *
 * <p>A row of activations becomes integers of magnitude {@link #ACTIVATION_MAX} at most, by a scale
 * of its own; so does a row of weights (all that leads to one output), whose inputs are cut into
 * runs of {@link #RUN}, by the smallest scale that leaves every run {@code Σ|w| ≤} {@link
 * #RUN_BUDGET}. So the products of a run, added in any order, and any part of them, stay within
 * {@code ACTIVATION_MAX · RUN_BUDGET ≤ 32767}: 16-bit lanes hold them, whatever the activations
 * are. Runs are added in 32 bits, which hold {@link #MAX_INPUTS} inputs. The sum of integers being
 * exact, kernels may add them in any order; what follows is {@link #result}.
 */
public final class IntegerProducts {
  /** Consecutive inputs whose products are summed in 16 bits. */
  public static final int RUN = 8;

  /** The largest magnitude of an activation. */
  public static final int ACTIVATION_MAX = 127;

  /** The largest sum of the magnitudes of a run's weights. */
  public static final int RUN_BUDGET = Short.MAX_VALUE / ACTIVATION_MAX;

  /** Inputs whose exact sum, at its largest, is an int. */
  public static final int MAX_INPUTS = Integer.MAX_VALUE / Short.MAX_VALUE * RUN;

  /**
   * Added to a value of magnitude below 2^22 it leaves the nearest integer, the even one of two, in
   * the lowest bits: that is how rounding is done without branches.
   */
  public static final float ROUNDER = 0x1.8p23f;

  /** The bits of {@link #ROUNDER}. */
  public static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /** Clears the sign: bits of magnitudes are ordered as the magnitudes are, NaN last. */
  public static final int MAGNITUDE = 0x7fffffff;

  /** By how much the scale of weights grows where rounding up has broken the budget. */
  private static final float WIDER = 1 + 0x1p-9f;

  private IntegerProducts() {}

  /**
   * The same number of inputs.
   *
   * @throws IllegalArgumentException if they are more than {@link #MAX_INPUTS}
   */
  public static int requireSummable(int inputs) {
    if (inputs > MAX_INPUTS) {
      throw new IllegalArgumentException(
          "integers sum " + MAX_INPUTS + " inputs at most, a layer has " + inputs);
    }
    return inputs;
  }

  /**
   * Rounds a row of weights.
   *
   * @param inputs how many there are
   * @param to gets the integers
   * @return the scale: a weight is about its integer times this
   */
  public static float roundWeights(float[] weights, int inputs, short[] to) {
    float scale = (float) (largestRun(weights, inputs) / RUN_BUDGET);
    if (scale < Float.MIN_NORMAL) {
      // What is as small as that can't be told from zero in a product.
      Arrays.fill(to, 0, inputs, (short) 0);
      return 0;
    }
    // Rounding adds half a unit to each magnitude at most, so this ends once the scale has grown
    // by 4 in 254.
    while (!fits(weights, inputs, scale, to)) {
      scale *= WIDER;
    }
    return scale;
  }

  private static double largestRun(float[] weights, int inputs) {
    double largest = 0;
    for (int from = 0; from < inputs; from += RUN) {
      double sum = 0;
      for (int k = from; k < Math.min(from + RUN, inputs); k++) {
        sum += Math.abs(weights[k]);
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  private static boolean fits(float[] weights, int inputs, float scale, short[] to) {
    float factor = 1 / scale;
    for (int from = 0; from < inputs; from += RUN) {
      int sum = 0;
      for (int k = from; k < Math.min(from + RUN, inputs); k++) {
        int rounded = round(weights[k], factor);
        sum += Math.abs(rounded);
        to[k] = (short) rounded;
      }
      if (sum > RUN_BUDGET) {
        return false;
      }
    }
    return true;
  }

  /** What a row of activations is multiplied by before it is rounded; zero if all become zero. */
  public static float activationFactor(float largest) {
    float factor = ACTIVATION_MAX / largest;
    // It is infinite where the largest is too small for it, zeros included.
    return Float.isFinite(factor) && Float.isFinite(largest) ? factor : 0;
  }

  /**
   * The scale of a row of activations whose largest magnitude is given: NaN if it is no finite
   * number, so that all results are NaN.
   */
  public static float activationScale(float largest) {
    return Float.isFinite(largest) ? largest / ACTIVATION_MAX : Float.NaN;
  }

  /** The integer nearest to {@code x · factor}, the even one of two, below 2^22. */
  public static int round(float x, float factor) {
    return Float.floatToRawIntBits(Math.fma(x, factor, ROUNDER)) - ROUNDER_BITS;
  }

  /** A result, before the activation function. */
  public static float result(int sum, float activationScale, float weightScale, float bias) {
    return Math.fma((float) sum, activationScale * weightScale, bias);
  }
}
