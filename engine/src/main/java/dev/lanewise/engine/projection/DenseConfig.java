package dev.lanewise.engine.projection;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Optional;

/**
 * A linear layer with an activation, and optionally with what comes in added to what comes out.
 *
 * @param folder where its weights are
 * @param inFeatures the components of a vector that comes in
 * @param outFeatures the components of one that goes out
 * @param bias whether there is a bias
 * @param activation what follows
 * @param residual whether the input is added, by a projection of its own where lengths differ
 */
record DenseConfig(
    ModelPath folder,
    int inFeatures,
    int outFeatures,
    boolean bias,
    DenseActivation activation,
    boolean residual)
    implements ModuleConfig {
  /**
   * Reads a module's folder.
   *
   * @throws JsonException if its configuration is damaged or asks for what isn't supported
   */
  static DenseConfig read(ModelPath folder) {
    JsonNode json = ModuleFiles.config(folder);
    int inFeatures = json.get("in_features").integer(1, Integer.MAX_VALUE);
    return new DenseConfig(
        folder,
        inFeatures,
        // So that the weights fit in one array.
        json.get("out_features").integer(1, Integer.MAX_VALUE / inFeatures),
        json.getOr("bias", true, JsonNode::bool),
        json.getOr("activation_function", DenseActivation.TANH, DenseActivation::of),
        json.getOr("use_residual", false, JsonNode::bool));
  }

  @Override
  public VectorModule load(int inputs, Kernels kernels, Arena arena) {
    ModuleFiles.requireInputs(folder, "in_features", inFeatures, inputs);
    NamedTensors tensors = ModuleFiles.tensors(folder, arena);
    NamedTensors linear = tensors.scope("linear");
    float[] weights = matrix(linear);
    float[] biases = bias ? linear.vector("bias", outFeatures) : new float[outFeatures];
    Optional<float[]> shortcut =
        residual && inFeatures != outFeatures
            ? Optional.of(matrix(tensors.scope("residual")))
            : Optional.empty();
    ModuleFiles.requireNoOthers(folder, tensors);
    return new Dense(kernels, weights, biases, activation, residual, shortcut);
  }

  private float[] matrix(NamedTensors scope) {
    Tensor tensor = scope.get("weight", outFeatures, inFeatures);
    float[] rows = new float[outFeatures * inFeatures];
    tensor.read(0, rows, 0, rows.length);
    tensor.requireFinite(rows, rows.length, 0);
    return rows;
  }

  @Override
  public String description() {
    return String.format(
        Locale.ROOT,
        "dense %d -> %d %s%s",
        inFeatures,
        outFeatures,
        activation.label(),
        residual ? ", residual" : "");
  }

  /**
   * The layer.
   *
   * @param weights {@code [outputs][inputs]}
   * @param biases {@code [outputs]}
   * @param shortcut projects what is added, {@code [outputs][inputs]}
   */
  private record Dense(
      Kernels kernels,
      float[] weights,
      float[] biases,
      DenseActivation activation,
      boolean residual,
      Optional<float[]> shortcut)
      implements VectorModule {
    @Override
    public int outputs() {
      return biases.length;
    }

    @Override
    public float[] apply(float[] vector) {
      float[] out = multiply(weights, vector);
      for (int i = 0; i < out.length; i++) {
        out[i] = activation.of(out[i] + biases[i]);
      }
      if (residual) {
        float[] added = shortcut.isPresent() ? multiply(shortcut.get(), vector) : vector;
        for (int i = 0; i < out.length; i++) {
          out[i] += added[i];
        }
      }
      return out;
    }

    private float[] multiply(float[] rows, float[] vector) {
      float[] out = new float[biases.length];
      kernels.dots(out, vector, rows, 0, out.length);
      return out;
    }
  }
}
