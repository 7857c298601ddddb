package dev.lanewise.cli;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.LoadOptions;
import dev.lanewise.engine.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A small model of every family: described by {@code info}, timed by {@code bench}. */
class EveryFamilyTest {
  /** One folder for each kind of {@code config.json}; run in this process, for there are many. */
  static final List<String> MODELS = models();

  @ParameterizedTest
  @FieldSource("MODELS")
  void infoSaysWhatTheFilesSay(String model) {
    Path folder = CommandLineRun.golden(model);
    String config = read(folder.resolve("config.json"));
    String out = run("info", "--model", folder.toString(), "--threads", "1");
    assertTrue(
        out.contains(
            String.format(
                Locale.ROOT,
                "architecture  %s, %s layers, hidden size %s, %s heads, intermediate size %s%n",
                value(config, "\"(.+?)\"", "model_type"),
                value(config, "(\\d+)", "num_hidden_layers", "n_layers", "num_layers"),
                value(config, "(\\d+)", "hidden_size", "dim", "d_model"),
                value(config, "(\\d+)", "num_attention_heads", "n_heads", "num_heads"),
                value(config, "(\\d+)", "intermediate_size", "hidden_dim", "d_ff"))),
        out);
    String tokenizer = read(folder.resolve("tokenizer.json"));
    String algorithm = value(tokenizer, "\\{\\s*\"type\"\\s*:\\s*\"(\\w+)\"", "model");
    String tokens = value(config, "(\\d+)", "vocab_size");
    assertTrue(out.contains("tokenizer     " + algorithm + ", " + tokens + " embeddings"), out);
    assertFalse(out.contains("null"), out);
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void benchTimesEveryOperation(String model, @TempDir Path scratch) throws IOException {
    Path texts =
        Files.writeString(scratch.resolve("texts.txt"), "one\ntwo words\nand three more\n");
    String folder = CommandLineRun.golden(model).toString();
    String out =
        run(
            "bench",
            "--model",
            folder,
            "--texts",
            texts.toString(),
            "--seconds",
            "0.01",
            "--threads",
            "1");
    assertTrue(out.contains("(3 texts, best of 3 rounds)"), out);
    assertFalse(out.contains("NaN") || out.contains("Infinity"), out);
    List<String> operations =
        out.lines()
            .dropWhile(line -> !line.startsWith("operation "))
            .filter(line -> line.contains(" % "))
            .toList();
    assertTrue(operations.stream().anyMatch(line -> line.startsWith("feed-forward up")), out);
    double percent =
        operations.stream()
            .mapToDouble(line -> Double.parseDouble(line.substring(22, 28).strip()))
            .sum();
    assertEquals(100, percent, 0.05 * operations.size() + 1e-6, out);
  }

  /** Texts to be timed with are words, whatever a vocabulary has before those. */
  @ParameterizedTest
  @FieldSource("MODELS")
  void theTextsTimedAreOfTheModelsWords(String model) {
    Path folder = CommandLineRun.golden(model);
    try (SentenceEncoder encoder =
        SentenceEncoder.open(folder, LoadOptions.DEFAULT.withThreads(1))) {
      String texts = String.join(" ", new BenchWorkload(encoder).texts());
      boolean bert = read(folder.resolve("tokenizer.json")).contains("WordPiece");
      assertTrue(texts.matches(bert ? "[\\p{IsLetter} ]+" : "[A-Za-z ]+"), texts);
    }
  }

  private static String run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    assertEquals(0, exitCode, err::toString);
    return out.toString();
  }

  private static List<String> models() {
    Path golden = requireNonNull(CommandLineRun.golden("minilm").getParent());
    try (Stream<Path> folders = Files.list(golden)) {
      Map<String, String> byKind =
          folders
              .filter(folder -> Files.exists(folder.resolve("tokenizer.json")))
              .collect(
                  Collectors.toMap(
                      EveryFamilyTest::kind,
                      folder -> folder.getFileName().toString(),
                      (one, other) -> one.compareTo(other) < 0 ? one : other,
                      TreeMap::new));
      return List.copyOf(byKind.values());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What tells families apart. */
  private static String kind(Path folder) {
    String config = read(folder.resolve("config.json"));
    return value(config, "\"(.+?)\"", "model_type")
        + find(config, "\"(alibi)\"", "position_embedding_type").orElse("");
  }

  /** The value of the first of these keys that is there. */
  private static String value(String json, String pattern, String... keys) {
    return Stream.of(keys)
        .flatMap(key -> find(json, pattern, key).stream())
        .findFirst()
        .orElseThrow(() -> new AssertionError(String.join(", ", keys) + " in " + json));
  }

  private static Optional<String> find(String json, String pattern, String key) {
    return Pattern.compile("\"" + key + "\"\\s*:\\s*" + pattern)
        .matcher(json)
        .results()
        .map(result -> result.group(1))
        .findFirst();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
