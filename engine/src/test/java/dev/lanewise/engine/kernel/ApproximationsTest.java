package dev.lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The stated errors, against double precision. */
class ApproximationsTest {
  private static final int SAMPLES = 1_000_000;

  @Test
  void expHasTheStatedRelativeError() {
    for (int i = 0; i <= SAMPLES; i++) {
      float x = -87.3f + i * (88.3f + 87.3f) / SAMPLES;
      double exact = Math.exp(x);
      double error = Math.abs(Approximations.exp(x) - exact) / exact;
      assertTrue(error < 4e-7, () -> "exp " + x + " is off by " + error);
    }
  }

  @Test
  void expClampsAndPropagatesNaN() {
    assertEquals(Approximations.exp(-87.3f), Approximations.exp(Float.NEGATIVE_INFINITY));
    assertEquals(Approximations.exp(88.3f), Approximations.exp(1000));
    assertEquals(1, Approximations.exp(0));
    assertTrue(Float.isNaN(Approximations.exp(Float.NaN)));
  }

  @Test
  void activationsHaveTheStatedErrors() {
    check(Approximations::gelu, x -> 0.5 * x * (1 + erf(x / Math.sqrt(2))), 1.9e-7);
    check(
        Approximations::geluTanh,
        x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        5e-7);
    check(Approximations::silu, x -> x / (1 + Math.exp(-x)), 3e-7);
    check(Approximations::tanh, Math::tanh, 2e-7);
  }

  private interface FloatFunction {
    float apply(float x);
  }

  /** Errors relative to max(1, |x|). */
  private static void check(FloatFunction actual, DoubleUnaryOperator exact, double tolerance) {
    for (int i = 0; i <= SAMPLES; i++) {
      float x = -20 + i * 40f / SAMPLES;
      double error = Math.abs(actual.apply(x) - exact.applyAsDouble(x)) / Math.max(1, Math.abs(x));
      assertTrue(error < tolerance, () -> "at " + x + " off by " + error);
    }
  }

  /** The error function by its Taylor series and, where that cancels, its continued fraction. */
  private static double erf(double x) {
    if (Math.abs(x) < 3) {
      double sum = 0;
      double term = x;
      for (int n = 0; Math.abs(term) > 1e-18; n++) {
        sum += term / (2 * n + 1);
        term *= -x * x / (n + 1);
      }
      return 2 / Math.sqrt(Math.PI) * sum;
    }
    double z = Math.abs(x);
    double fraction = 0;
    for (int k = 60; k > 0; k--) {
      fraction = k / 2.0 / (z + fraction);
    }
    double erfc = Math.exp(-z * z) / Math.sqrt(Math.PI) / (z + fraction);
    return Math.signum(x) * (1 - erfc);
  }
}
