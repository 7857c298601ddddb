package dev.lanewise.engine.kernel;

/**
 * exp, the error function and what is made of them, in fp32.
 *
 * <p>The constants come from {@code engine/scripts/fit_polynomials.py}, which also measures the
 * errors given here against double precision. The methods are the definition; vector kernels repeat
 * them operation by operation.
 */
public final class Approximations {
  /** exp's argument is clamped to this range, in which its result is a normal number. */
  public static final float EXP_MIN = -87.3f;

  /** See {@link #EXP_MIN}. */
  public static final float EXP_MAX = 88.3f;

  /**
   * What {@link #exp} is at and below {@link #EXP_MIN}. A softmax takes it away from every term,
   * which leaves zero where the score is minus infinity and the same bits where it matters.
   */
  public static final float EXP_LEAST = exp(EXP_MIN);

  /** 1.5 * 2^23: adding it rounds a float to an integer, which then stands in the low bits. */
  public static final float ROUNDER = 0x1.8p23f;

  /** 1 / ln 2. */
  public static final float LOG2_E = 0x1.715476p0f;

  /** ln 2, negated. One constant is enough: the product and the sum are rounded once. */
  public static final float MINUS_LN2 = -0x1.62e430p-1f;

  /** exp on [-ln2/2, ln2/2]: coefficients of degree 1 to 5; that of degree 0 is one. */
  public static final float EXP_1 = 0x1.fffff6p-1f;

  /** See {@link #EXP_1}. */
  public static final float EXP_2 = 0x1.fffdc6p-2f;

  /** See {@link #EXP_1}. */
  public static final float EXP_3 = 0x1.555a6ap-3f;

  /** See {@link #EXP_1}. */
  public static final float EXP_4 = 0x1.573a54p-5f;

  /** See {@link #EXP_1}. */
  public static final float EXP_5 = 0x1.0fa832p-7f;

  /** Beyond this erf(x / sqrt 2) is one in fp32. */
  public static final float ERF_LIMIT = 5.5f;

  /** erf(x / sqrt 2) = x P(x²) / Q(x²): the numerator's coefficients. */
  public static final float P_0 = 0x1.988450p-1f;

  /** See {@link #P_0}. */
  public static final float P_1 = 0x1.155070p-4f;

  /** See {@link #P_0}. */
  public static final float P_2 = 0x1.328664p-7f;

  /** See {@link #P_0}. */
  public static final float P_3 = 0x1.620834p-12f;

  /** See {@link #P_0}. */
  public static final float P_4 = 0x1.aa44a2p-17f;

  /** See {@link #P_0}. */
  public static final float P_5 = 0x1.86d38ap-25f;

  /** erf(x / sqrt 2) = x P(x²) / Q(x²): the denominator's coefficients; the first is one. */
  public static final float Q_1 = 0x1.018e6ep-2f;

  /** See {@link #Q_1}. */
  public static final float Q_2 = 0x1.d5536ap-6f;

  /** See {@link #Q_1}. */
  public static final float Q_3 = 0x1.edfb44p-10f;

  /** See {@link #Q_1}. */
  public static final float Q_4 = 0x1.34e202p-14f;

  /** See {@link #Q_1}. */
  public static final float Q_5 = 0x1.41721ap-20f;

  /** sqrt(2/π) * 2: the tanh form of GELU is x σ(this * (x + 0.044715 x³)). */
  public static final float GELU_TANH_SCALE = 0x1.988454p0f;

  /** See {@link #GELU_TANH_SCALE}. */
  public static final float GELU_TANH_CUBE = 0.044715f;

  private Approximations() {}

  /**
   * exp x, relative error below 1.6e-7 for |x| up to 1 and 3.9e-7 elsewhere; arguments beyond
   * [-87.3, 88.3] count as the nearer end.
   */
  public static float exp(float x) {
    float clamped = Math.min(Math.max(x, EXP_MIN), EXP_MAX);
    float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, MINUS_LN2, clamped);
    float p = Math.fma(EXP_5, r, EXP_4);
    p = Math.fma(p, r, EXP_3);
    p = Math.fma(p, r, EXP_2);
    p = Math.fma(p, r, EXP_1);
    p = Math.fma(p, r, 1);
    // n stands in the low bits of its rounded form; added to the exponent it multiplies by 2^n.
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(rounded) << 23));
  }

  /** An activation's value. */
  public static float activate(Activation activation, float x) {
    return switch (activation) {
      case IDENTITY -> x;
      case GELU -> gelu(x);
      case GELU_TANH -> geluTanh(x);
      case RELU -> Math.max(x, 0);
      case SILU -> silu(x);
      case TANH -> tanh(x);
    };
  }

  /** x Φ(x), error below 1.9e-7 max(1, |x|). */
  public static float gelu(float x) {
    float c = Math.min(Math.max(x, -ERF_LIMIT), ERF_LIMIT);
    float u = c * c;
    float p = Math.fma(P_5, u, P_4);
    p = Math.fma(p, u, P_3);
    p = Math.fma(p, u, P_2);
    p = Math.fma(p, u, P_1);
    p = Math.fma(p, u, P_0);
    float q = Math.fma(Q_5, u, Q_4);
    q = Math.fma(q, u, Q_3);
    q = Math.fma(q, u, Q_2);
    q = Math.fma(q, u, Q_1);
    q = Math.fma(q, u, 1);
    float half = 0.5f * x;
    return Math.fma(half, c * p / q, half);
  }

  /** x σ(x). */
  public static float silu(float x) {
    return x / (1 + exp(-x));
  }

  /** The tanh form of GELU. */
  public static float geluTanh(float x) {
    float z = GELU_TANH_SCALE * Math.fma(GELU_TANH_CUBE * x * x, x, x);
    return x / (1 + exp(-z));
  }

  /** tanh x, absolute error below 2e-7. */
  public static float tanh(float x) {
    return 1 - 2 / (1 + exp(2 * x));
  }
}
