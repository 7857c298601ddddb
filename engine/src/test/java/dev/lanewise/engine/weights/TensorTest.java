package dev.lanewise.engine.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("once")
class TensorTest {
  private static final Path FILE = Path.of("model.safetensors");
  private static final int HALVES = 1 << 16;

  @Test
  void widensEveryF16Exactly() {
    float[] actual = widen(ElementType.F16);
    for (int bits = 0; bits < HALVES; bits++) {
      assertSameFloat(ieeeHalf(bits), actual[bits], bits);
    }
  }

  @Test
  void widensEveryBf16Exactly() {
    float[] actual = widen(ElementType.BF16);
    for (int bits = 0; bits < HALVES; bits++) {
      int exponent = bits >> 7 & 0xff;
      int fraction = bits & 0x7f;
      assertSameFloat(value(bits >> 15, exponent, fraction, 8, 7), actual[bits], bits);
    }
  }

  @Test
  void readsFloatsFromAnyElementOnWithoutAlignment() {
    ByteBuffer bytes = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putFloat(1, 1.5f).putFloat(5, -0.0f).putFloat(9, Float.MIN_VALUE);
    MemorySegment data = MemorySegment.ofBuffer(bytes).asSlice(1);
    float[] to = {9, 9, 9, 9};
    tensor(ElementType.F32, data, 3).read(1, to, 1, 2);
    assertArrayEquals(new float[] {9, -0.0f, Float.MIN_VALUE, 9}, to);
  }

  @ParameterizedTest
  @EnumSource(ElementType.class)
  void readsFloatsOnlyFromFloats(ElementType type) {
    Tensor tensor = tensor(type, MemorySegment.ofArray(new byte[8]), 1);
    if (type.isFloat()) {
      float[] to = {1};
      tensor.read(0, to, 0, 1);
      assertEquals(0, to[0]);
    } else {
      assertThrows(IllegalStateException.class, () -> tensor.read(0, new float[1], 0, 1));
    }
  }

  @Test
  void neverReadsBehindItsEnd() {
    Tensor tensor = tensor(ElementType.BF16, MemorySegment.ofArray(new byte[8]), 4);
    assertThrows(IndexOutOfBoundsException.class, () -> tensor.read(2, new float[3], 0, 3));
  }

  @Test
  void namesTheFirstValueThatIsNotFinite() {
    ByteBuffer bytes = ByteBuffer.allocate(4 * 5000).order(ByteOrder.LITTLE_ENDIAN);
    tensor(ElementType.F32, MemorySegment.ofBuffer(bytes), 5000).requireFinite();
    bytes.putFloat(4 * 4097, Float.NEGATIVE_INFINITY).putFloat(4 * 4999, Float.NaN);
    WeightFormatException e =
        assertThrows(
            WeightFormatException.class,
            () -> tensor(ElementType.F32, MemorySegment.ofBuffer(bytes), 5000).requireFinite());
    assertEquals(
        "model.safetensors: tensor a holds -Infinity at index 4097",
        String.valueOf(e.getMessage()));
  }

  @Test
  void aScalarHasOneElementAndAnEmptyTensorNone() {
    MemorySegment data = MemorySegment.ofArray(new byte[4]);
    assertEquals(1, tensor(ElementType.F32, data).elements());
    assertEquals(0, tensor(ElementType.F32, data, 3, 0, 5).elements());
  }

  private static float[] widen(ElementType type) {
    ByteBuffer bytes = ByteBuffer.allocate(HALVES * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < HALVES; bits++) {
      bytes.putShort((short) bits);
    }
    float[] values = new float[HALVES];
    tensor(type, MemorySegment.ofBuffer(bytes.flip()), HALVES).read(0, values, 0, HALVES);
    return values;
  }

  private static float ieeeHalf(int bits) {
    return value(bits >> 15, bits >> 10 & 0x1f, bits & 0x3ff, 5, 10);
  }

  /** What IEEE 754 defines for a sign, an exponent and a fraction of these widths. */
  private static float value(int sign, int exponent, int fraction, int exponentBits, int bits) {
    int bias = (1 << (exponentBits - 1)) - 1;
    double magnitude;
    if (exponent == (1 << exponentBits) - 1) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * Math.pow(2, 1 - bias - bits);
    } else {
      magnitude = (1 + fraction * Math.pow(2, -bits)) * Math.pow(2, exponent - bias);
    }
    return (float) (sign == 0 ? magnitude : -magnitude);
  }

  private static void assertSameFloat(float expected, float actual, int bits) {
    assertTrue(
        Float.isNaN(expected)
            ? Float.isNaN(actual)
            : Float.floatToRawIntBits(expected) == Float.floatToRawIntBits(actual),
        () -> Integer.toHexString(bits) + ": expected " + expected + ", got " + actual);
  }

  private static Tensor tensor(ElementType type, MemorySegment data, long... shape) {
    return new Tensor(FILE, "a", type, shape, data);
  }
}
