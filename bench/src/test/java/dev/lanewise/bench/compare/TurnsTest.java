package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void everySideTakesEveryPlaceAndTheFirstRoundDoesNotCount() {
    List<String> calls = new ArrayList<>();
    Map<String, List<Integer>> values =
        Turns.take(
            List.of("a", "b"),
            2,
            side -> {
              calls.add(side);
              return calls.size();
            });
    assertEquals(List.of("a", "b", "a", "b", "b", "a"), calls);
    assertEquals(Map.of("a", List.of(3, 6), "b", List.of(4, 5)), values);
  }
}
