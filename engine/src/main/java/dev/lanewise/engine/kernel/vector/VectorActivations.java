package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Approximations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The activations of {@link Approximations}, in place, on whole vectors. */
final class VectorActivations {
  private VectorActivations() {}

  /**
   * @param length a multiple of the lanes
   */
  static void apply(Activation activation, float[] x, int offset, int length) {
    switch (activation) {
      case IDENTITY -> {}
      case GELU -> gelu(x, offset, length);
      case GELU_TANH -> geluTanh(x, offset, length);
      case RELU -> relu(x, offset, length);
      case SILU -> silu(x, offset, length);
      case TANH -> tanh(x, offset, length);
    }
  }

  private static void gelu(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      FloatVector c = VectorSoftmax.clamp(x, -Approximations.ERF_LIMIT, Approximations.ERF_LIMIT);
      FloatVector u = c.mul(c);
      FloatVector p = broadcast(Approximations.P_5).fma(u, broadcast(Approximations.P_4));
      p = p.fma(u, broadcast(Approximations.P_3));
      p = p.fma(u, broadcast(Approximations.P_2));
      p = p.fma(u, broadcast(Approximations.P_1));
      p = p.fma(u, broadcast(Approximations.P_0));
      FloatVector q = broadcast(Approximations.Q_5).fma(u, broadcast(Approximations.Q_4));
      q = q.fma(u, broadcast(Approximations.Q_3));
      q = q.fma(u, broadcast(Approximations.Q_2));
      q = q.fma(u, broadcast(Approximations.Q_1));
      q = q.fma(u, broadcast(1));
      FloatVector half = x.mul(0.5f);
      half.fma(c.mul(p).div(q), half).intoArray(data, offset + i);
    }
  }

  private static void geluTanh(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      FloatVector z =
          x.mul(Approximations.GELU_TANH_CUBE).mul(x).fma(x, x).mul(Approximations.GELU_TANH_SCALE);
      x.div(VectorSoftmax.exp(z.neg()).add(1)).intoArray(data, offset + i);
    }
  }

  private static void relu(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      x.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(data, offset + i);
    }
  }

  private static void silu(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      x.div(VectorSoftmax.exp(x.neg()).add(1)).intoArray(data, offset + i);
    }
  }

  private static void tanh(float[] data, int offset, int length) {
    FloatVector one = broadcast(1);
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      FloatVector e = VectorSoftmax.exp(x.mul(2)).add(1);
      one.sub(broadcast(2).div(e)).intoArray(data, offset + i);
    }
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
