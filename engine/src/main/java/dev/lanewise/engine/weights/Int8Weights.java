package dev.lanewise.engine.weights;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Matrices of int8 weights in a safetensors file: a tensor NAME of I8 {@code [rows][columns]} and a
 * tensor NAME.scale of F32 {@code [rows]}; a weight is its integer times its row's scale, rounded
 * once. That is what {@code Storage.INT8} holds in memory. A file says in its metadata that its I8
 * tensors are such.
 */
public final class Int8Weights {
  /** The key in the metadata. */
  public static final String KEY = "lanewise.int8";

  /** The only value of the key so far: a scale for each row, integers from -127 to 127. */
  public static final String VERSION = "rows-symmetric-1";

  /** What the name of the scales ends with. */
  public static final String SCALE_SUFFIX = ".scale";

  private Int8Weights() {}

  /**
   * Joins matrices and their scales, in files that say they have such.
   *
   * @param tensors the tensors of the files by name
   * @throws WeightFormatException if what a file says isn't so
   */
  static Map<String, Tensor> join(Collection<SafetensorsFile> files, Map<String, Tensor> tensors) {
    Map<String, Tensor> joined = new LinkedHashMap<>(tensors);
    for (SafetensorsFile file : files) {
      String version = file.metadata().get(KEY);
      if (version == null) {
        continue;
      }
      if (!version.equals(VERSION)) {
        throw new WeightFormatException(
            file.path(), "has " + KEY + " weights of the unknown version \"" + version + "\"");
      }
      for (Tensor tensor : file.tensors().values()) {
        if (tensor.type() == ElementType.I8) {
          Tensor scales = scalesOf(tensor, file);
          joined.remove(scales.name());
          joined.put(
              tensor.name(),
              new Tensor(
                  tensor.file(),
                  tensor.name(),
                  tensor.type(),
                  tensor.shape(),
                  tensor.data(),
                  Optional.of(scales)));
        }
      }
    }
    return joined;
  }

  private static Tensor scalesOf(Tensor tensor, SafetensorsFile file) {
    if (tensor.shape().length != 2) {
      throw new WeightFormatException(file.path(), tensor + " is not a matrix");
    }
    String name = tensor.name() + SCALE_SUFFIX;
    Tensor scales = file.tensors().get(name);
    if (scales == null) {
      throw new WeightFormatException(file.path(), "lacks tensor " + name + " beside " + tensor);
    }
    long rows = tensor.shape()[0];
    if (scales.type() != ElementType.F32
        || scales.shape().length != 1
        || scales.shape()[0] != rows) {
      throw new WeightFormatException(
          file.path(), scales + " doesn't hold the F32 scales of " + tensor);
    }
    scales.requireFinite();
    float[] scale = new float[1];
    for (long row = 0; row < rows; row++) {
      scales.read(row, scale, 0, 1);
      // The sign, so that a negative zero isn't one either.
      if (Float.floatToRawIntBits(scale[0]) < 0) {
        throw new WeightFormatException(
            file.path(), "tensor " + name + " holds " + scale[0] + " at index " + row);
      }
    }
    return scales;
  }
}
