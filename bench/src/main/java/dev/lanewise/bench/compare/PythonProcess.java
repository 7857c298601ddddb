package dev.lanewise.bench.compare;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Python process with a model loaded. A line of JSON goes in, a line comes out; time is taken
 * inside, so that passing texts and vectors around counts for nothing.
 */
final class PythonProcess implements AutoCloseable {
  private static final ObjectMapper JSON = JsonMapper.shared();

  /**
   * How to start one.
   *
   * @param python an interpreter that has sentence-transformers
   * @param script {@code peer_server.py}
   */
  record Program(Path python, Path script) {
    PythonProcess start(Path folder, int threads) {
      ProcessBuilder builder =
          new ProcessBuilder(
              python.toString(), script.toString(), folder.toString(), Integer.toString(threads));
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
      builder.environment().put("TOKENIZERS_PARALLELISM", "false");
      builder.environment().put("HF_HUB_OFFLINE", "1");
      try {
        return new PythonProcess(builder.start());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Request(String task, List<String> texts, boolean result) {}

  private final Process process;
  private final BufferedWriter requests;
  private final BufferedReader replies;

  private PythonProcess(Process process) {
    this.process = process;
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
    this.replies = process.inputReader(StandardCharsets.UTF_8);
  }

  /** What a task makes of texts. */
  <T> T result(String task, List<String> texts, Class<T> type) {
    return JSON.treeToValue(ask(task, texts, true).get("result"), type);
  }

  /** The nanoseconds that a task takes with texts. */
  long nanos(String task, List<String> texts) {
    return ask(task, texts, false).get("nanos").longValue();
  }

  private synchronized JsonNode ask(String task, List<String> texts, boolean result) {
    try {
      requests.write(JSON.writeValueAsString(new Request(task, texts, result)));
      requests.newLine();
      requests.flush();
      String line = replies.readLine();
      if (line == null) {
        throw new IllegalStateException("the Python process ended; what it said is above");
      }
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
