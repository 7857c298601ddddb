package dev.lanewise.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** JSON objects, one a line. Closing it ends the last line and leaves the stream open. */
final class JsonLines implements Closeable {
  private static final JsonFactory FACTORY = JsonFactory.builder().rootValueSeparator("\n").build();

  private final OutputStream out;
  private final JsonGenerator json;
  private boolean empty = true;

  JsonLines(OutputStream out) {
    this.out = out;
    this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), new Unclosed(out));
  }

  /** Begins a line's object, which the caller ends. */
  JsonGenerator startObject() {
    empty = false;
    json.writeStartObject();
    return json;
  }

  @Override
  public void close() throws IOException {
    json.close();
    if (!empty) {
      out.write('\n');
    }
    out.flush();
  }
}
