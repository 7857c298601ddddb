package dev.lanewise.cli;

import dev.lanewise.engine.search.Precision;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/**
 * {@code {"index":0,"embedding":[...]}} a line, floats in the fewest digits that tell them apart.
 */
final class JsonVectors implements VectorWriter {
  private final JsonLines lines;
  private final Precision precision;
  private long index;

  JsonVectors(OutputStream out, Precision precision) {
    this.lines = new JsonLines(out);
    this.precision = precision;
  }

  @Override
  public void write(float[] vector) {
    JsonGenerator json = start();
    for (float component : vector) {
      json.writeNumber(component);
    }
    end(json);
  }

  @Override
  public void write(byte[] quantized) {
    JsonGenerator json = start();
    for (byte component : quantized) {
      json.writeNumber(precision.signed() ? component : Byte.toUnsignedInt(component));
    }
    end(json);
  }

  private JsonGenerator start() {
    JsonGenerator json = lines.startObject();
    json.writeNumberProperty("index", index++);
    json.writeArrayPropertyStart("embedding");
    return json;
  }

  private static void end(JsonGenerator json) {
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
