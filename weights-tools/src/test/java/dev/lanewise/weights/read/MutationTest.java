package dev.lanewise.weights.read;

import static org.junit.jupiter.api.Assertions.fail;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files with some bytes changed, removed or repeated are read or refused, and nothing else: no
 * other exception, no hang, no more output than they justify.
 *
 * <p>The seed is drawn anew each time and printed with a failure: {@code -Dseed=} repeats it. For a
 * long run: {@code -Dmutations=1000000}.
 */
class MutationTest {
  private static final long SEED = Long.getLong("seed", new Random().nextLong());
  private static final int MUTATIONS = Integer.getInteger("mutations", 500);

  /** Values that lengths and counts break at. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tensors/zip.bin",
        "tensors/legacy.bin",
        "tensors/protocol4.bin",
        "tensors/typed.onnx",
        "tensors/expected.safetensors",
        "tiny/model.onnx",
        "tiny/q8_0.gguf"
      })
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void damagedFilesAreReadOrRefused(String name) throws IOException {
    byte[] original = Files.readAllBytes(Fixtures.path(name));
    Path file = folder.resolve(name.replace('/', '-'));
    Random random = new Random(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] bytes = mutate(original, random);
      Files.write(file, bytes);
      try {
        AllTensors.read(file);
      } catch (ModelFileException e) {
        // Refused, as it should be.
      } catch (IOException | RuntimeException | Error e) {
        Path kept = Files.write(Path.of("target", "mutation-" + name.replace('/', '-')), bytes);
        fail(name + " changed, kept as " + kept + "; repeat with -Dseed=" + SEED, e);
      }
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      // Half of them at the front, where most headers are.
      int bound = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 400);
      int at = random.nextInt(Math.max(1, bound));
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> {
          long edge = EDGES[random.nextInt(EDGES.length)];
          int width = 1 << random.nextInt(4);
          for (int k = 0; k < width && at + k < bytes.length; k++) {
            bytes[at + k] = (byte) (edge >> (8 * k));
          }
        }
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> {
          int length = Math.min(1 + random.nextInt(16), bytes.length - at);
          byte[] longer = new byte[bytes.length + length];
          System.arraycopy(bytes, 0, longer, 0, at + length);
          System.arraycopy(bytes, at, longer, at + length, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
