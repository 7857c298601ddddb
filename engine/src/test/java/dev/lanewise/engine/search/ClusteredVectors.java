package dev.lanewise.engine.search;

import java.util.Random;

/** Vectors as encoders give them: of length one, near to some and far from most. */
final class ClusteredVectors {
  private static final int CENTRES = 20;

  /** The seed of the centres: queries made later are near to the same. */
  private static final int SEED = 1;

  private ClusteredVectors() {}

  static float[][] of(Random random, int size, int dimension) {
    Random centres = new Random(SEED);
    double[][] centre = new double[CENTRES][dimension];
    for (double[] each : centre) {
      for (int n = 0; n < dimension; n++) {
        each[n] = centres.nextGaussian();
      }
    }
    float[][] vectors = new float[size][dimension];
    for (float[] vector : vectors) {
      double[] near = centre[random.nextInt(CENTRES)];
      double square = 0;
      for (int n = 0; n < dimension; n++) {
        vector[n] = (float) (near[n] + random.nextGaussian());
        square += vector[n] * vector[n];
      }
      for (int n = 0; n < dimension; n++) {
        vector[n] /= (float) Math.sqrt(square);
      }
    }
    return vectors;
  }
}
