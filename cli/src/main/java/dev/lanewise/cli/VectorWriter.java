package dev.lanewise.cli;

import java.io.Closeable;
import java.io.IOException;

/** Writes vectors one after the other, all as floats or all quantized. */
interface VectorWriter extends Closeable {
  /** Writes the next vector. */
  void write(float[] vector) throws IOException;

  /** Writes the next vector, quantized. */
  void write(byte[] quantized) throws IOException;
}
