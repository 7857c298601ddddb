package dev.lanewise.engine.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class BucketedBiasTest {
  /** The distances at which the reference implementation goes over to the next bucket. */
  @ParameterizedTest
  @CsvSource({
    "32, 128, '0 1 2 3 4 5 6 7 8 12 16 23 32 46 64 91'",
    "8, 20, '0 1 2 7'",
    "32, 64, '0 1 2 3 4 5 6 7 8 11 14 18 23 30 39 50'"
  })
  void bucketsBeginWhereTheReferenceHasThem(int buckets, int maxDistance, String starts) {
    String[] expected = starts.split(" ", -1);
    for (int bucket = 0; bucket < expected.length; bucket++) {
      int from = Integer.parseInt(expected[bucket]);
      assertEquals(bucket, BucketedBias.bucket(from, buckets, maxDistance));
      if (from > 0) {
        assertEquals(bucket - 1, BucketedBias.bucket(from - 1, buckets, maxDistance));
        assertEquals(buckets / 2 + bucket, BucketedBias.bucket(-from, buckets, maxDistance));
      }
    }
    assertEquals(buckets / 2 - 1, BucketedBias.bucket(1 << 20, buckets, maxDistance));
    assertEquals(buckets - 1, BucketedBias.bucket(-(1 << 20), buckets, maxDistance));
  }

  @Test
  void anyRunOfDistancesIsFilled() {
    int heads = 2;
    int buckets = 8;
    int maxDistance = 20;
    float[] table = new float[buckets * heads];
    for (int i = 0; i < table.length; i++) {
      table[i] = i + 1;
    }
    Tensor tensor =
        new Tensor(
            Path.of("model"),
            "weight",
            ElementType.F32,
            new long[] {buckets, heads},
            MemorySegment.ofArray(table));
    NamedTensors tensors = NamedTensors.of(Path.of("model"), Map.of("weight", tensor));
    BucketedBias bias = BucketedBias.load(tensors, buckets, maxDistance, heads);
    for (int first : new int[] {-100, -21, -20, -3, 0, 20, 21, 100}) {
      for (int count : new int[] {0, 1, 5, 200}) {
        float[] expected = new float[count + 1];
        for (int i = 0; i < count; i++) {
          expected[i] = table[BucketedBias.bucket(first + i, buckets, maxDistance) * heads + 1];
        }
        float[] actual = new float[count + 1];
        bias.fill(1, first, count, actual);
        assertArrayEquals(expected, actual);
      }
    }
  }
}
