package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class RankFusionTest {
  private static final List<Match> ONE =
      List.of(new Match(7, 0.9f), new Match(3, 0.8f), new Match(5, 0.1f));
  private static final List<Match> OTHER = List.of(new Match(3, 40), new Match(9, 12));

  @Test
  void addsReciprocalRanks() {
    assertEquals(
        List.of(
            new Match(3, (float) (1.0 / 62 + 1.0 / 61)),
            new Match(7, (float) (1.0 / 61)),
            new Match(9, (float) (1.0 / 62)),
            new Match(5, (float) (1.0 / 63))),
        RankFusion.DEFAULT.fuse(List.of(ONE, OTHER), 10));
  }

  @Test
  void weighsRankings() {
    RankFusion fusion = new RankFusion(1, List.of(3.0, 1.0));
    assertEquals(
        List.of(new Match(3, (float) (3.0 / 3 + 1.0 / 2)), new Match(7, 1.5f), new Match(5, 0.75f)),
        fusion.fuse(List.of(ONE, OTHER), 3));
    // What only a ranking without weight has isn't found at all.
    assertEquals(2, fusion.withWeights(0.0, 1.0).fuse(List.of(ONE, OTHER), 9).size());
  }

  @Test
  void ofEqualScoresTheLowerIndexIsBetter() {
    List<Match> swapped = List.of(ONE.get(1), ONE.get(0));
    assertEquals(
        List.of(3, 7),
        RankFusion.DEFAULT.fuse(List.of(ONE, swapped), 2).stream().map(Match::index).toList());
  }

  @Test
  void ofNothingIsNothing() {
    assertEquals(List.of(), RankFusion.DEFAULT.fuse(List.of(), 5));
    assertEquals(List.of(), RankFusion.DEFAULT.fuse(List.of(List.of(), List.of()), 5));
    assertEquals(List.of(), RankFusion.DEFAULT.fuse(List.of(ONE), 0));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(IllegalArgumentException.class, () -> new RankFusion(-1, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new RankFusion(60, List.of(Double.NaN)));
    assertThrows(IllegalArgumentException.class, () -> RankFusion.DEFAULT.fuse(List.of(ONE), -1));
    RankFusion weighted = RankFusion.DEFAULT.withWeights(1.0);
    assertThrows(IllegalArgumentException.class, () -> weighted.fuse(List.of(ONE, OTHER), 1));
  }
}
