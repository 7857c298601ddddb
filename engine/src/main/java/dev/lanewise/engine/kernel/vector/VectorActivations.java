package dev.lanewise.engine.kernel.vector;

import static dev.lanewise.engine.kernel.vector.Lanes.LANES;
import static dev.lanewise.engine.kernel.vector.Lanes.SPECIES;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.engine.kernel.Approximations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The activations of {@link Approximations}, in place, on whole vectors, and scratch for them. */
final class VectorActivations {
  private final float[] z; // arguments of exp
  private final float[] lanes = new float[LANES];

  /**
   * @param width the most that is activated at once
   */
  VectorActivations(int width) {
    z = new float[width];
  }

  /**
   * @param length a multiple of the lanes, at most the width
   */
  void apply(Activation activation, float[] x, int offset, int length) {
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
      FloatVector c = x;
      c =
          c.blend(
              -Approximations.ERF_LIMIT, c.compare(VectorOperators.LT, -Approximations.ERF_LIMIT));
      c =
          c.blend(
              Approximations.ERF_LIMIT, c.compare(VectorOperators.GT, Approximations.ERF_LIMIT));
      FloatVector u = c.mul(c);
      FloatVector p =
          FloatVector.broadcast(SPECIES, Approximations.P_5)
              .fma(u, FloatVector.broadcast(SPECIES, Approximations.P_4));
      p = p.fma(u, FloatVector.broadcast(SPECIES, Approximations.P_3));
      p = p.fma(u, FloatVector.broadcast(SPECIES, Approximations.P_2));
      p = p.fma(u, FloatVector.broadcast(SPECIES, Approximations.P_1));
      p = p.fma(u, FloatVector.broadcast(SPECIES, Approximations.P_0));
      FloatVector q =
          FloatVector.broadcast(SPECIES, Approximations.Q_5)
              .fma(u, FloatVector.broadcast(SPECIES, Approximations.Q_4));
      q = q.fma(u, FloatVector.broadcast(SPECIES, Approximations.Q_3));
      q = q.fma(u, FloatVector.broadcast(SPECIES, Approximations.Q_2));
      q = q.fma(u, FloatVector.broadcast(SPECIES, Approximations.Q_1));
      q = q.fma(u, FloatVector.broadcast(SPECIES, 1));
      FloatVector half = x.mul(0.5f);
      half.fma(c.mul(p).div(q), half).intoArray(data, offset + i);
    }
  }

  private static void relu(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      x.blend(0, x.compare(VectorOperators.LE, 0)).intoArray(data, offset + i);
    }
  }

  private void geluTanh(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, data, offset + i);
      x.mul(Approximations.GELU_TANH_CUBE)
          .mul(x)
          .fma(x, x)
          .mul(Approximations.GELU_TANH_SCALE)
          .neg()
          .intoArray(z, i);
    }
    divideByExpAndOne(data, offset, length);
  }

  private void silu(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(SPECIES, data, offset + i).neg().intoArray(z, i);
    }
    divideByExpAndOne(data, offset, length);
  }

  /** x /= exp(z) + 1. What {@link VectorSoftmax#exp} takes from exp is lost beside the one. */
  private void divideByExpAndOne(float[] data, int offset, int length) {
    VectorSoftmax.exp(z, length, lanes);
    for (int i = 0; i < length; i += LANES) {
      FloatVector e = FloatVector.fromArray(SPECIES, z, i).add(1);
      FloatVector.fromArray(SPECIES, data, offset + i).div(e).intoArray(data, offset + i);
    }
  }

  private void tanh(float[] data, int offset, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(SPECIES, data, offset + i).mul(2).intoArray(z, i);
    }
    VectorSoftmax.exp(z, length, lanes);
    for (int i = 0; i < length; i += LANES) {
      FloatVector e = FloatVector.fromArray(SPECIES, z, i).add(1);
      FloatVector quotient = FloatVector.broadcast(SPECIES, 2).div(e);
      FloatVector.broadcast(SPECIES, 1).sub(quotient).intoArray(data, offset + i);
    }
  }
}
