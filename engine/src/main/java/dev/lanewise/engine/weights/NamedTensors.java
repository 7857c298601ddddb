package dev.lanewise.engine.weights;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tensors of a model below a prefix, and which of all of them have been asked for.
 *
 * <p>Names are built by nesting scopes, as the modules of the reference implementation nest.
 */
public final class NamedTensors {
  private final Path folder;
  private final Map<String, Tensor> tensors;
  private final Map<String, Tensor> used;
  private final String prefix;

  private NamedTensors(
      Path folder, Map<String, Tensor> tensors, Map<String, Tensor> used, String prefix) {
    this.folder = folder;
    this.tensors = tensors;
    this.used = used;
    this.prefix = prefix;
  }

  /**
   * All tensors of a folder.
   *
   * @param folder for error messages
   */
  public static NamedTensors of(Path folder, Map<String, Tensor> tensors) {
    return new NamedTensors(folder, tensors, new TreeMap<>(), "");
  }

  /** The tensors whose names go on with this name and a dot. */
  public NamedTensors scope(String name) {
    return new NamedTensors(folder, tensors, used, prefix + name + ".");
  }

  /** The tensors below a name, if this one is among them; else these. */
  public NamedTensors below(String name, String tensor) {
    NamedTensors scope = scope(name);
    return scope.has(tensor) ? scope : this;
  }

  public boolean has(String name) {
    return tensors.containsKey(prefix + name);
  }

  /**
   * Makes sure that a part is there at all which other models of the same kind lack.
   *
   * @param name a tensor of it
   * @param part what it is, for people
   * @throws WeightFormatException if the tensor isn't there
   */
  public void require(String name, String part) {
    if (!has(name)) {
      throw new WeightFormatException(
          folder, "has no " + part + ": there is no tensor " + prefix + name);
    }
  }

  /**
   * The rows of a matrix whose number nothing but its file tells.
   *
   * @throws WeightFormatException if there is no matrix of this name
   */
  public int rows(String name) {
    return matrixShape(name, 0);
  }

  /**
   * The columns of a matrix whose number nothing but its file tells.
   *
   * @throws WeightFormatException if there is no matrix of this name
   */
  public int columns(String name) {
    return matrixShape(name, 1);
  }

  private int matrixShape(String name, int dimension) {
    require(name, name);
    Tensor tensor = tensors.get(prefix + name);
    if (tensor == null
        || tensor.shape().length != 2
        || tensor.shape()[dimension] > Integer.MAX_VALUE) {
      throw new WeightFormatException(folder, "tensor " + prefix + name + " is no matrix");
    }
    return (int) tensor.shape()[dimension];
  }

  /**
   * The tensor of this name, checked to hold floats in this shape.
   *
   * @throws WeightFormatException if there is none, or it is something else
   */
  public Tensor get(String name, long... shape) {
    String fullName = prefix + name;
    Tensor tensor = tensors.get(fullName);
    if (tensor == null) {
      throw new WeightFormatException(folder, "lacks tensor " + fullName);
    }
    used.put(fullName, tensor);
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new WeightFormatException(
          tensor.file(),
          "tensor "
              + fullName
              + " has shape "
              + tensor.shapeText()
              + ", the configuration asks for "
              + Tensor.shapeText(shape));
    }
    if (!tensor.holdsFloats()) {
      throw new WeightFormatException(
          tensor.file(),
          "tensor " + fullName + " has type " + tensor.type() + ", not a float type");
    }
    return tensor;
  }

  /**
   * A vector as floats.
   *
   * @throws WeightFormatException if it isn't there, isn't of this length or isn't finite
   */
  public float[] vector(String name, int length) {
    Tensor tensor = get(name, length);
    float[] values = new float[length];
    tensor.read(0, values, 0, length);
    tensor.requireFinite(values, length, 0);
    return values;
  }

  /**
   * Looks through every tensor that was asked for.
   *
   * @throws WeightFormatException if one holds a value that isn't finite
   */
  public void requireFinite() {
    used.values().forEach(Tensor::requireFinite);
  }

  /** The names of all tensors that nobody asked for, with the prefix they have in the file. */
  public List<String> unused() {
    return tensors.keySet().stream().filter(name -> !used.containsKey(name)).sorted().toList();
  }
}
