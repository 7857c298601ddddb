package dev.lanewise.cli;

import dev.lanewise.engine.search.Precision;
import java.io.IOException;
import java.io.OutputStream;

/** How vectors are written. */
enum VectorFormat {
  /** A JSON object a line. */
  JSONL {
    @Override
    VectorWriter writer(OutputStream out, Precision precision, int dimension) {
      return new JsonVectors(out, precision);
    }
  },
  /** The components of a vector a line, separated by tabs. */
  TSV {
    @Override
    VectorWriter writer(OutputStream out, Precision precision, int dimension) {
      return new TabbedVectors(out, precision);
    }
  },
  /** NumPy's array format. */
  NPY {
    @Override
    VectorWriter writer(OutputStream out, Precision precision, int dimension) throws IOException {
      return new NumpyVectors(out, precision, dimension);
    }
  };

  /**
   * A writer of vectors; closing it completes what it writes and leaves {@code out} open.
   *
   * @param dimension the components of each vector before quantization
   */
  abstract VectorWriter writer(OutputStream out, Precision precision, int dimension)
      throws IOException;
}
