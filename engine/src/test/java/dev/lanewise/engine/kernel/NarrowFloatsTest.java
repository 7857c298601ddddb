package dev.lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class NarrowFloatsTest {
  @Property
  void bf16IsTheNearestOfItsNeighbours(@ForAll @FloatRange(min = -1e30f, max = 1e30f) float value) {
    float rounded = NarrowFloats.fromBf16(NarrowFloats.toBf16(value));
    int bits = Float.floatToRawIntBits(value);
    double below = Float.intBitsToFloat(bits & 0xffff0000);
    double above = Float.intBitsToFloat((bits & 0xffff0000) + 0x10000);
    double best = Math.min(Math.abs(below - value), Math.abs(above - value));
    assertEquals(best, Math.abs((double) rounded - value));
  }

  @Test
  void bf16HalvesGoToTheEvenOne() {
    assertEquals(0x3f80, NarrowFloats.toBf16(Float.intBitsToFloat(0x3f808000)));
    assertEquals(0x3f82, NarrowFloats.toBf16(Float.intBitsToFloat(0x3f818000)));
  }

  @Test
  void everyBf16SurvivesTheRoundTrip() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = NarrowFloats.fromBf16((short) bits);
      if (Float.isFinite(value)) {
        assertEquals((short) bits, NarrowFloats.toBf16(value));
      }
    }
  }

  @Property
  void int8IsOffByHalfAStepAtMost(@ForAll float[] weights) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Float.isFinite(weights[i]) ? weights[i] % 100 : 0;
    }
    float scale = NarrowFloats.int8Scale(weights);
    for (float weight : weights) {
      float held = NarrowFloats.fromInt8(NarrowFloats.toInt8(weight, scale), scale);
      assertTrue(
          Math.abs(held - weight) <= 0.50001 * scale + Float.MIN_NORMAL, weight + " " + held);
    }
  }

  @Test
  void namesAreThoseOfTheCommandLine() {
    for (Storage storage : Storage.values()) {
      assertEquals(storage, Storage.of(storage.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> Storage.of("int4"));
  }
}
