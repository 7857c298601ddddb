package dev.lanewise.cli;

import dev.lanewise.engine.search.Precision;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * {@code {"index":0,"embedding":[...]}} a line, floats in the fewest digits that tell them apart.
 */
final class JsonVectors implements VectorWriter {
  private final OutputStream out;
  private final JsonGenerator json;
  private final Precision precision;
  private long index;

  JsonVectors(OutputStream out, Precision precision) {
    this.out = out;
    this.json = Json.lines(new Unclosed(out));
    this.precision = precision;
  }

  @Override
  public void write(float[] vector) {
    start();
    for (float component : vector) {
      json.writeNumber(component);
    }
    end();
  }

  @Override
  public void write(byte[] quantized) {
    start();
    for (byte component : quantized) {
      json.writeNumber(precision.signed() ? component : Byte.toUnsignedInt(component));
    }
    end();
  }

  private void start() {
    json.writeStartObject();
    json.writeNumberProperty("index", index++);
    json.writeArrayPropertyStart("embedding");
  }

  private void end() {
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    json.close();
    if (index > 0) {
      out.write('\n');
    }
  }
}
