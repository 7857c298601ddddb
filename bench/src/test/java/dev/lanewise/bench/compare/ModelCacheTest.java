package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
  @TempDir Path bench;

  @Test
  void aFinishedModelIsUsed() throws IOException {
    Path folder = Files.createDirectories(bench.resolve("models-cache/small"));
    Files.writeString(folder.resolve("made.json"), "{}");
    assertEquals(
        List.of(folder),
        new ModelCache(bench).ready(List.of("small"), Optional.empty(), Optional.empty()));
  }

  @Test
  void saysWhatAMissingModelNeeds() throws IOException {
    Files.createDirectories(bench.resolve("models-cache/half-made"));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ModelCache(bench)
                    .ready(List.of("half-made"), Optional.empty(), Optional.empty()));
    assertTrue(String.valueOf(e.getMessage()).contains("--python and --vocabulary"), e::getMessage);
  }

  @Test
  void saysWhenTheScriptFails() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new ModelCache(bench)
                    .ready(List.of("/a/path"), Optional.of(Path.of("false")), Optional.of(bench)));
    assertTrue(String.valueOf(e.getMessage()).contains("no model /a/path in"), e::getMessage);
  }
}
