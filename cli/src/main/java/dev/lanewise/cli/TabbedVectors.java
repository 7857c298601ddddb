package dev.lanewise.cli;

import dev.lanewise.engine.search.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The components of a vector a line, separated by tabs. */
final class TabbedVectors implements VectorWriter {
  private final OutputStream out;
  private final Precision precision;
  private final StringBuilder line = new StringBuilder();

  TabbedVectors(OutputStream out, Precision precision) {
    this.out = out;
    this.precision = precision;
  }

  @Override
  public void write(float[] vector) throws IOException {
    for (float component : vector) {
      line.append(component).append('\t');
    }
    endLine();
  }

  @Override
  public void write(byte[] quantized) throws IOException {
    for (byte component : quantized) {
      line.append(precision.signed() ? component : Byte.toUnsignedInt(component)).append('\t');
    }
    endLine();
  }

  private void endLine() throws IOException {
    line.setCharAt(line.length() - 1, '\n');
    out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    line.setLength(0);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
