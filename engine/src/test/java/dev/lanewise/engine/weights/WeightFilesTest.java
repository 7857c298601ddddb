package dev.lanewise.engine.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class WeightFilesTest {
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";

  @TempDir Path folder;

  @Test
  void readsASingleFileAndThenLooksAtNoIndex() throws IOException {
    write("model.safetensors", "a");
    index("not even JSON");
    assertEquals(Set.of("a"), open().keySet());
  }

  @Test
  void readsShards() throws IOException {
    write(FIRST, "a", "b");
    write(SECOND, "c");
    index(Map.of("a", FIRST, "b", FIRST, "c", SECOND));
    assertEquals(Set.of("a", "b", "c"), open().keySet());
  }

  /** As in a download cache, where a folder holds links to files named by their hash. */
  @Test
  void readsShardsThroughLinks() throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("blobs"));
    write("blobs/1234", "a");
    Files.createSymbolicLink(folder.resolve(FIRST), elsewhere.resolve("1234"));
    index(Map.of("a", FIRST));
    assertEquals(Set.of("a"), open().keySet());
  }

  @Test
  void keepsTensorsOfAShardThatTheIndexDoesNotList() throws IOException {
    write(FIRST, "a", "b");
    index(Map.of("a", FIRST));
    assertEquals(Set.of("a", "b"), open().keySet());
  }

  @Test
  void refusesAMissingShard() throws IOException {
    write(FIRST, "a");
    index(Map.of("a", FIRST, "c", SECOND));
    assertRefused("model.safetensors.index.json", "shard " + SECOND + ", which is not there");
  }

  @Test
  void refusesATensorInAnotherShardThanTheIndexSays() throws IOException {
    write(FIRST, "a");
    write(SECOND, "c");
    index(Map.of("a", SECOND, "c", SECOND));
    assertRefused(SECOND, "lacks tensor a");
  }

  @Test
  void refusesATensorInTwoShards() throws IOException {
    write(FIRST, "a", "b");
    write(SECOND, "b");
    index(Map.of("a", FIRST, "b", SECOND));
    assertRefused(FIRST, "has tensor b");
  }

  @Test
  void refusesABrokenShardByItsName() throws IOException {
    Files.write(folder.resolve(FIRST), new byte[3]);
    index(Map.of("a", FIRST));
    assertRefused(FIRST, "has 3 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x.safetensors",
        "/etc/passwd",
        "..",
        ".",
        "",
        ".hidden",
        "sub/x.safetensors",
        "..\\\\x",
        "C:x",
        "a\\u0000b",
        "x\\n"
      })
  void refusesAShardThatIsNotAPlainFileName(String name) throws IOException {
    index("{\"weight_map\":{\"a\":\"" + name + "\"}}");
    assertRefused("model.safetensors.index.json", "not a plain file name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"weight_map\":[]}",
        "{\"weight_map\":{\"a\":1}}",
        "{\"weight_map\":{\"a\":\"x\",\"a\":\"y\"}}",
        "version https://git-lfs.github.com/spec/v1"
      })
  void refusesAnIndexThatIsNone(String json) throws IOException {
    index(json);
    assertRefused("model.safetensors.index.json", "");
  }

  @Test
  void saysWhatIsThereInsteadOfWeights() throws IOException {
    Files.write(folder.resolve("pytorch_model.bin"), new byte[1]);
    assertRefused("", "has weights only as pytorch_model.bin");
  }

  @Test
  void saysThatThereAreNoWeights() {
    assertRefused("", "has no weights");
  }

  /** A download cache that was cleared in part. */
  @Test
  void saysThatALinkLeadsNowhere() throws IOException {
    Files.createSymbolicLink(folder.resolve("model.safetensors"), Path.of("blobs", "1234"));
    assertRefused("model.safetensors", "is a link to blobs/1234, which is not there");
  }

  private void assertRefused(String file, String fault) {
    WeightFormatException e = assertThrows(WeightFormatException.class, this::open);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(folder.resolve(file) + ": "), message);
    assertTrue(message.contains(fault), message);
  }

  private Map<String, Tensor> open() {
    try (Arena arena = Arena.ofConfined()) {
      return WeightFiles.open(folder, arena);
    }
  }

  private void write(String file, String... tensors) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    for (String tensor : tensors) {
      writer.declare(tensor, ElementType.F32, 1);
    }
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      writer.writeHeader(channel);
      SafetensorsWriter.writeFully(channel, ByteBuffer.allocate(Float.BYTES * tensors.length));
    }
  }

  private void index(Map<String, String> weightMap) throws IOException {
    StringBuilder json = new StringBuilder();
    weightMap.forEach(
        (tensor, file) ->
            json.append(json.isEmpty() ? "{\"weight_map\":{\"" : ",\"")
                .append(tensor)
                .append("\":\"")
                .append(file)
                .append('"'));
    index(json + "}}");
  }

  private void index(String json) throws IOException {
    Files.writeString(folder.resolve("model.safetensors.index.json"), json);
  }
}
