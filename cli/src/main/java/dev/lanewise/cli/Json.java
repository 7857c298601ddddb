package dev.lanewise.cli;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A JSON document on standard output, laid out for people too. */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** What a document's content is written by. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json);
  }

  private Json() {}

  static void print(Content content) {
    OutputStream out = Console.standardOutput();
    ObjectWriteContext indented =
        new ObjectWriteContext.Base() {
          @Override
          public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
          }

          @Override
          public boolean hasPrettyPrinter() {
            return true;
          }
        };
    try (JsonGenerator json = FACTORY.createGenerator(indented, out)) {
      content.write(json);
      json.writeRaw('\n');
    }
  }
}
