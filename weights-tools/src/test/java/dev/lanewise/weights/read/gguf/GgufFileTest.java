package dev.lanewise.weights.read.gguf;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.SourceTensor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufFileTest {
  private static final Path FILE = Path.of("test.gguf");

  @TempDir private Path folder = Path.of("");

  @Test
  void readsFactsAndTensors() {
    GgufFile gguf =
        open(
            out -> {
              header(out, 1, 3);
              string(out, "general.architecture");
              out.putInt(8);
              string(out, "bert");
              string(out, "eps");
              out.putInt(6).putFloat(1e-12f);
              string(out, "tokens");
              out.putInt(9).putInt(8).putLong(2);
              string(out, "a");
              string(out, "b");
              tensor(out, "w", 0, 0, 2, 3);
              data(out, 24);
            });
    assertEquals("bert", fact(gguf, "general.architecture").string());
    assertEquals(1e-12f, (float) fact(gguf, "eps").number());
    assertEquals(List.of("a", "b"), fact(gguf, "tokens").strings());
    assertEquals("[2: a, …]", fact(gguf, "tokens").text());
    SourceTensor tensor = gguf.source().tensors().getFirst();
    // The format has the fastest dimension first.
    assertArrayEquals(new long[] {3, 2}, tensor.shape());
    assertEquals("F32", tensor.storedType());
  }

  @Test
  void refusesWhatCantBe() {
    refused("is not a GGUF file", out -> out.putInt(1));
    refused("is a big-endian GGUF file", out -> out.putInt(0x46554747).putInt(0x03000000));
    refused("is of GGUF version 1", out -> out.putInt(0x46554747).putInt(1));
    refused("would have 9223372036854775807 tensors", out -> header(out, Long.MAX_VALUE, 0));
    refused("would have 0 tensors and 18446744073709551615 facts", out -> header(out, 0, -1));
    refused(
        "has an array of 4611686018427387904 elements",
        out -> {
          header(out, 0, 1);
          string(out, "a");
          out.putInt(9).putInt(0).putLong(1L << 62).putLong(0);
        });
    refused(
        "array of arrays",
        out -> {
          header(out, 0, 1);
          string(out, "a");
          out.putInt(9).putInt(9).putLong(0).putLong(0);
        });
    refused(
        "unknown type 13",
        out -> {
          header(out, 0, 1);
          string(out, "a");
          out.putInt(13).putLong(0);
        });
    refused(
        "truth value 2",
        out -> {
          header(out, 0, 1);
          string(out, "a");
          out.putInt(7).put((byte) 2);
        });
    refused(
        "has the fact \"a\" twice",
        out -> {
          header(out, 0, 2);
          for (int i = 0; i < 2; i++) {
            string(out, "a");
            out.putInt(0).put((byte) 2);
          }
        });
    refused(
        "has the alignment 3",
        out -> {
          header(out, 0, 1);
          string(out, "general.alignment");
          out.putInt(4).putInt(3);
        });
  }

  @Test
  void refusesTensorsThatCantBe() {
    refusedTensor("has 5 dimensions", out -> tensor(out, "w", 0, 0, 1, 1, 1, 1, 1));
    refusedTensor("has the shape [0]", out -> tensor(out, "w", 0, 0, 0));
    refusedTensor("has the shape", out -> tensor(out, "w", 0, 0, 1L << 40, 1L << 40));
    refusedTensor("has the shape [-1]", out -> tensor(out, "w", 0, 0, -1));
    refusedTensor("unknown type 99", out -> tensor(out, "w", 99, 0, 1));
    refusedTensor("rows of 33, no multiple of a block of Q8_0", out -> tensor(out, "w", 8, 0, 33));
    refusedTensor("unaligned offset 4", out -> tensor(out, "w", 0, 4, 1));
    refusedTensor("unaligned offset -32", out -> tensor(out, "w", 0, -32, 1));
    refusedTensor("reaches beyond the end", out -> tensor(out, "w", 0, 0, 1000));
    refusedTensor("reaches beyond the end", out -> tensor(out, "w", 0, 1L << 60, 1));
    refused(
        "overlaps another",
        out -> {
          header(out, 2, 0);
          tensor(out, "a", 0, 0, 16);
          tensor(out, "b", 0, 32, 1);
          data(out, 96);
        });
    refused(
        "has tensor a twice",
        out -> {
          header(out, 2, 0);
          tensor(out, "a", 0, 0, 1);
          tensor(out, "a", 0, 32, 1);
          data(out, 96);
        });
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixtures.path("tiny/q8_0.gguf"));
    Path file = folder.resolve("cut.gguf");
    // The writer pads the last tensor, which nothing is missed of.
    for (int length = 4; length < bytes.length - 32; length += 97) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThrows(ModelFileException.class, () -> Fixtures.tensors(file), "at " + length);
    }
  }

  private static GgufValue fact(GgufFile gguf, String key) {
    return requireNonNull(gguf.facts().get(key));
  }

  private static void refusedTensor(String said, Consumer<ByteBuffer> tensor) {
    refused(
        said,
        out -> {
          header(out, 1, 0);
          tensor.accept(out);
          data(out, 64);
        });
  }

  private static void refused(String said, Consumer<ByteBuffer> content) {
    Fixtures.assertRefused(said, () -> open(content));
  }

  private static GgufFile open(Consumer<ByteBuffer> content) {
    ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(out);
    return GgufFile.open(FILE, MemorySegment.ofArray(Arrays.copyOf(out.array(), out.position())));
  }

  private static void header(ByteBuffer out, long tensors, long facts) {
    out.putInt(0x46554747).putInt(3).putLong(tensors).putLong(facts);
  }

  private static void string(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(bytes.length).put(bytes);
  }

  private static void tensor(ByteBuffer out, String name, int type, long offset, long... sizes) {
    string(out, name);
    out.putInt(sizes.length);
    for (long size : sizes) {
      out.putLong(size);
    }
    out.putInt(type).putLong(offset);
  }

  /** Aligns, and adds so many bytes. */
  private static void data(ByteBuffer out, int bytes) {
    out.position(Math.ceilDiv(out.position(), 32) * 32 + bytes);
  }
}
