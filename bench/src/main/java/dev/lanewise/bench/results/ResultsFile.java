package dev.lanewise.bench.results;

import java.nio.file.Path;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Results as a JSON file. */
public final class ResultsFile {
  // Getters such as medianSeconds() are no components, so records alone decide what is written.
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private ResultsFile() {}

  /** Writes results; a file that is there is replaced. */
  public static void write(Results results, Path file) {
    JSON.writeValue(file, results);
  }

  /** Reads results back. */
  public static Results read(Path file) {
    return JSON.readValue(file, Results.class);
  }
}
