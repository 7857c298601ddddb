package dev.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Rounds in which every side takes its turn: A, B, C, then B, C, A and so on. */
final class Turns {
  /** Native pools go on spinning for a while; they are given time to fall asleep. */
  private static final long PAUSE_MILLIS = 60;

  private Turns() {}

  /**
   * Measures each side once a round; a round before the first doesn't count.
   *
   * @return the value of each round, for each side
   */
  static <T, V> Map<T, List<V>> take(List<T> sides, int rounds, Function<T, V> measure) {
    Map<T, List<V>> values = new LinkedHashMap<>();
    for (T side : sides) {
      var _ = measure.apply(side);
      values.put(side, new ArrayList<>()); // in the order of the sides
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < sides.size(); i++) {
        T side = sides.get((i + round) % sides.size());
        pause();
        V value = measure.apply(side);
        values.computeIfAbsent(side, _ -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
