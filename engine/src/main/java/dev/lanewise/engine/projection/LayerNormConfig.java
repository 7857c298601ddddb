package dev.lanewise.engine.projection;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.Arena;

/**
 * Layer norm (Ba et al. 2016) of a vector.
 *
 * @param folder where its weights are
 * @param dimension the components of a vector
 */
record LayerNormConfig(ModelPath folder, int dimension) implements ModuleConfig {
  /** The reference has no other. */
  private static final double EPSILON = 1e-5;

  /**
   * Reads a module's folder.
   *
   * @throws JsonException if its configuration is damaged
   */
  static LayerNormConfig read(ModelPath folder) {
    JsonNode json = ModuleFiles.config(folder);
    return new LayerNormConfig(folder, json.get("dimension").integer(1, Integer.MAX_VALUE));
  }

  @Override
  public VectorModule load(int inputs, Kernels kernels, Arena arena) {
    ModuleFiles.requireInputs(folder, "dimension", dimension, inputs);
    NamedTensors tensors = ModuleFiles.tensors(folder, arena);
    NamedTensors norm = tensors.scope("norm");
    float[] weight = norm.vector("weight", dimension);
    float[] bias = norm.vector("bias", dimension);
    ModuleFiles.requireNoOthers(folder, tensors);
    return new Norm(weight, bias);
  }

  @Override
  public String description() {
    return "layer norm";
  }

  private record Norm(float[] weight, float[] bias) implements VectorModule {
    @Override
    public int outputs() {
      return weight.length;
    }

    @Override
    public float[] apply(float[] vector) {
      double mean = 0;
      for (float component : vector) {
        mean += component;
      }
      mean /= vector.length;
      double variance = 0;
      for (float component : vector) {
        variance += (component - mean) * (component - mean);
      }
      double scale = 1 / Math.sqrt(variance / vector.length + EPSILON);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) ((vector[i] - mean) * scale) * weight[i] + bias[i];
      }
      return vector;
    }
  }
}
