package dev.lanewise.cli;

import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** JSON as the commands print it. */
final class Json {
  private static final JsonFactory LINES = JsonFactory.builder().rootValueSeparator("\n").build();

  private Json() {}

  /** A generator of one value a line. */
  static JsonGenerator lines(OutputStream out) {
    return LINES.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** A generator of one value laid out for people. */
  static JsonGenerator document(OutputStream out) {
    ObjectWriteContext context =
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
    return LINES.createGenerator(context, out);
  }
}
