package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.engine.search.Precision.Ranges;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("once")
class PrecisionTest {
  private static final Ranges ANY = new Ranges(new float[0], new float[0]);

  @ParameterizedTest
  @EnumSource(value = Precision.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
  void quantizesAsTheReference(Precision precision) {
    float[][] vectors = VectorGolden.floats("b");
    assertArrayEquals(
        VectorGolden.bytes(precision.configName()),
        quantize(precision, vectors, Ranges.of(vectors)));
  }

  /** The sample's ranges don't hold all the vectors, which are cut to them. */
  @ParameterizedTest
  @EnumSource(value = Precision.class, mode = EnumSource.Mode.EXCLUDE, names = "FLOAT32")
  void quantizesAsTheReferenceInTheRangesOfASample(Precision precision) {
    assertArrayEquals(
        VectorGolden.bytes(precision.configName() + ".sampled"),
        quantize(precision, VectorGolden.floats("b"), Ranges.of(VectorGolden.floats("a"))));
  }

  @Test
  void givesTheSizeOfAVector() {
    assertEquals(1536, Precision.FLOAT32.bytes(384));
    assertEquals(384, Precision.INT8.bytes(384));
    assertEquals(48, Precision.UBINARY.bytes(384));
    assertEquals(3, Precision.BINARY.bytes(19));
  }

  @Test
  void doesNotQuantizeToFloats() {
    assertThrows(IllegalStateException.class, () -> Precision.FLOAT32.quantize(new float[1], ANY));
  }

  @Test
  void refusesRangesOfAnotherDimension() {
    Ranges ranges = new Ranges(new float[3], new float[3]);
    assertThrows(
        IllegalArgumentException.class, () -> Precision.INT8.quantize(new float[4], ranges));
  }

  @Test
  void refusesASampleThatHasNoRanges() {
    assertThrows(IllegalArgumentException.class, () -> Ranges.of(new float[0][]));
    assertThrows(IllegalArgumentException.class, () -> Ranges.of(new float[][] {{1, 2}, {1}}));
  }

  private static byte[] quantize(Precision precision, float[][] vectors, Ranges ranges) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (float[] vector : vectors) {
      byte[] quantized = precision.quantize(vector, ranges);
      assertEquals(precision.bytes(vector.length), quantized.length);
      bytes.writeBytes(quantized);
    }
    return bytes.toByteArray();
  }
}
