package dev.lanewise.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.bench.report.SampleResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;

class ResultsFileTest {
  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() {
    Path file = folder.resolve("results.json");
    ResultsFile.write(SampleResults.results(), file);
    assertEquals(SampleResults.results(), ResultsFile.read(file));
  }

  @Test
  void anIncompleteFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), "{\"models\": []}");
    assertThrows(JacksonException.class, () -> ResultsFile.read(file));
  }
}
