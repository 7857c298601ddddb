package dev.lanewise.cli;

import dev.lanewise.engine.RankedDocument;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a cross-encoder's scores. Closing it ends what it writes. */
interface ScoreWriter extends Closeable {
  /**
   * Writes the scores of a pair.
   *
   * @param values one for each label
   */
  void write(int index, float[] values);

  /** Writes a document in the order of its score. */
  void write(int rank, RankedDocument document, String text);

  /**
   * A writer.
   *
   * @param labels the names of a pair's scores
   */
  static ScoreWriter of(ScoreFormat format, List<String> labels, OutputStream out) {
    return switch (format) {
      case TABLE -> new Columns(labels, out);
      case JSONL -> new Lines(labels, new JsonLines(out));
      case JSON -> new Array(labels, out);
    };
  }

  /** The objects that both JSON forms consist of. */
  abstract class Objects implements ScoreWriter {
    private final List<String> labels;

    Objects(List<String> labels) {
      this.labels = labels;
    }

    /** Begins an object. */
    abstract JsonGenerator start();

    @Override
    public void write(int index, float[] values) {
      JsonGenerator json = start();
      json.writeNumberProperty("index", index);
      if (values.length == 1) {
        json.writeNumberProperty("score", values[0]);
      } else {
        json.writeObjectPropertyStart("scores");
        for (int i = 0; i < values.length; i++) {
          json.writeNumberProperty(labels.get(i), values[i]);
        }
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    @Override
    public void write(int rank, RankedDocument document, String text) {
      JsonGenerator json = start();
      json.writeNumberProperty("index", document.index());
      json.writeNumberProperty("score", document.score());
      json.writeNumberProperty("rank", rank);
      json.writeStringProperty("document", text);
      json.writeEndObject();
    }
  }

  /** An object a line. */
  final class Lines extends Objects {
    private final JsonLines lines;

    Lines(List<String> labels, JsonLines lines) {
      super(labels);
      this.lines = lines;
    }

    @Override
    JsonGenerator start() {
      return lines.startObject();
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** One array. */
  final class Array extends Objects {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final OutputStream out;
    private final JsonGenerator json;

    Array(List<String> labels, OutputStream out) {
      super(labels);
      this.out = out;
      this.json = FACTORY.createGenerator(ObjectWriteContext.empty(), new Unclosed(out));
      json.writeStartArray();
    }

    @Override
    JsonGenerator start() {
      json.writeStartObject();
      return json;
    }

    @Override
    public void close() throws IOException {
      json.writeEndArray();
      json.close();
      out.write('\n');
      out.flush();
    }
  }

  /** Columns for people. */
  final class Columns implements ScoreWriter {
    private final List<String> labels;
    private final PrintStream out;

    Columns(List<String> labels, OutputStream out) {
      this.labels = labels;
      this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int index, float[] values) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%5d", index));
      for (int i = 0; i < values.length; i++) {
        line.append(
            String.format(
                Locale.ROOT,
                "  %8.4f%s",
                values[i],
                values.length == 1 ? "" : " " + labels.get(i)));
      }
      out.println(line);
    }

    @Override
    public void write(int rank, RankedDocument document, String text) {
      out.printf(Locale.ROOT, "%3d  %8.4f  %s%n", rank, document.score(), text);
    }

    @Override
    public void close() {
      out.flush();
    }
  }
}
