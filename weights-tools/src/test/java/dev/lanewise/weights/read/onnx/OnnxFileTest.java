package dev.lanewise.weights.read.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFileTest {
  @TempDir private Path folder = Path.of("");

  /** Every field that elements can stand in; the reference has bf16 as the floats it stands for. */
  @Test
  void readsEveryWayOfStoringElements() throws IOException {
    Map<String, Fixtures.Content> expected =
        new TreeMap<>(Fixtures.tensors(Fixtures.path("tensors/typed.safetensors")));
    expected.put(
        "bfloat16_as_int32",
        new Fixtures.Content("BF16", "[2]", new byte[] {(byte) 0x80, 0x3f, 0, (byte) 0xc0}));
    Fixtures.assertSame(expected, Fixtures.tensors(Fixtures.path("tensors/typed.onnx")));
    Fixtures.assertSame(expected, Fixtures.tensors(Fixtures.path("tensors/outside.onnx")));
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path("tensors/typed.onnx"));
    Path file = folder.resolve("cut.onnx");
    // Behind the graph the file may end: what follows says nothing about tensors.
    int graphEnd = bytes.length - 8;
    for (int length = 0; length < graphEnd; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(ModelFileException.class, () -> Fixtures.tensors(file), "at " + length);
    }
  }

  @Test
  void refusesElementsThatDontFillTheShape() throws IOException {
    refused("has 4 bytes, its shape takes 8", tensor("\u0008\u0002\u0010\u0001J\u0004abcd"));
    refused("has 4 bytes, its shape takes 8", tensor("\u0008\u0002\u0010\u0001\"\u0004abcd"));
    refused("has 1 integers, its shape takes 2", tensor("\u0008\u0002\u0010\u0006*\u0001\u0001"));
    refused("has 2 integers", tensor("\u0008\u0002\u0010\u0006*\u0002\u0001\u0080"));
    refused("has the shape [-1]", tensor("\u0008" + "\u00ff".repeat(9) + "\u0001\u0010\u0001"));
    refused("more than 10 bytes", tensor("\u0008" + "\u00ff".repeat(11)));
    refused("more than 16 dimensions", tensor("\u0008\u0001".repeat(17)));
    refused(
        "has the shape",
        tensor(("\u0008" + "\u00ff".repeat(5) + "\u007f").repeat(2) + "\u0010\u0001"));
  }

  @Test
  void readsNoFileElsewhere() throws IOException {
    for (String location : new String[] {"../x", "/etc/passwd", "a/b", "..", ".hidden", ""}) {
      refused("not a plain file name", external(location, ""));
    }
    refused("which is not there", external("missing", ""));
    Files.write(folder.resolve("data"), new byte[8]);
    refused("reaches beyond the end of data", external("data", "offset=9"));
    refused("reaches beyond the end of data", external("data", "length=9"));
    refused("reaches beyond the end of data", external("data", "offset=-1"));
    refused("has the offset \"x\"", external("data", "offset=x"));
    refused("has 4 bytes, its shape takes 8", external("data", "offset=4"));
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    refused("has no graph", "");
    refused("not a field of a protocol buffer", "\0\0");
    refused("unknown wire type 3", "C");
    refused("has wire type 0, not 2", "8\u0001");
    refused("ends too early", ":\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u0001");
    refused("sparse tensor", graph("z\0"));
    String named = "B\u0001a\u0008\u0001\u0010\u0002J\u0001x";
    refused(
        "has tensor a twice",
        graph("*" + (char) named.length() + named + "*" + (char) named.length() + named));
  }

  /** An initializer's fields as a model. */
  private static String tensor(String fields) {
    return graph("*" + (char) fields.length() + fields);
  }

  private static String graph(String fields) {
    return ":" + (char) fields.length() + fields;
  }

  private static String external(String location, String option) {
    String fields = "\u0008\u0002\u0010\u0001p\u0001" + entry("location", location);
    if (!option.isEmpty()) {
      fields +=
          entry(
              option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
    }
    return tensor(fields);
  }

  private static String entry(String key, String value) {
    String entry = "\n" + (char) key.length() + key + "\u0012" + (char) value.length() + value;
    return "j" + (char) entry.length() + entry;
  }

  private void refused(String said, String model) throws IOException {
    Path file =
        Files.write(folder.resolve("model.onnx"), model.getBytes(StandardCharsets.ISO_8859_1));
    Fixtures.assertRefused(said, () -> Fixtures.tensors(file));
  }
}
