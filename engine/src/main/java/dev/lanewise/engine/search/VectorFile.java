package dev.lanewise.engine.search;

import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.engine.weights.WeightFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;

/**
 * Vectors in a file: a safetensors file with one tensor, {@code vectors}, F32 {@code
 * [size][dimension]}, so that other tools can read it.
 *
 * @param vectors {@code [size][dimension]}
 * @param metadata what whoever wrote it noted about them
 */
public record VectorFile(float[][] vectors, Map<String, String> metadata) {
  private static final String TENSOR = "vectors";

  /** No JVM makes larger ones. */
  private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  /**
   * Checks the vectors.
   *
   * @throws IllegalArgumentException if they have no components or differ in length
   */
  public VectorFile {
    metadata = Map.copyOf(metadata);
    for (float[] vector : vectors) {
      if (vector.length == 0 || vector.length != vectors[0].length) {
        throw new IllegalArgumentException(
            "vectors of " + vector.length + " and " + vectors[0].length + " components");
      }
    }
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it isn't a file of vectors
   * @throws UncheckedIOException if it can't be read
   */
  public static VectorFile read(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      SafetensorsFile content = SafetensorsFile.open(file, arena);
      Tensor tensor = content.tensors().get(TENSOR);
      if (tensor == null || !holdsVectors(tensor)) {
        throw new IllegalArgumentException(file + ": is not a file of vectors");
      }
      int dimension = (int) tensor.shape()[1];
      float[][] vectors = new float[(int) tensor.shape()[0]][dimension];
      for (int i = 0; i < vectors.length; i++) {
        tensor.read((long) i * dimension, vectors[i], 0, dimension);
      }
      return new VectorFile(vectors, content.metadata());
    } catch (WeightFormatException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Whether a tensor is a matrix of floats that memory can hold if it can hold the file. */
  private static boolean holdsVectors(Tensor tensor) {
    if (tensor.type() != ElementType.F32 || tensor.shape().length != 2) {
      return false;
    }
    long size = tensor.shape()[0];
    long dimension = tensor.shape()[1];
    // Vectors without components take no bytes, however many there claim to be.
    return size <= MAX_ARRAY && dimension <= MAX_ARRAY && (dimension > 0 || size == 0);
  }

  /**
   * Writes a file; until it is complete a file of that name stays as it was.
   *
   * @throws IOException if it can't be written
   */
  public void write(Path file) throws IOException {
    int dimension = vectors.length == 0 ? 0 : vectors[0].length;
    try (AtomicFile unfinished = AtomicFile.create(file)) {
      new SafetensorsWriter(metadata)
          .declare(TENSOR, ElementType.F32, vectors.length, dimension)
          .writeHeader(unfinished.channel());
      ByteBuffer row = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (float[] vector : vectors) {
        row.clear().asFloatBuffer().put(vector);
        SafetensorsWriter.writeFully(unfinished.channel(), row);
      }
      unfinished.commit();
    }
  }
}
