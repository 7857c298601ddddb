package dev.lanewise.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.bench.report.SampleResults;
import dev.lanewise.bench.results.Results.ColdStart;
import dev.lanewise.bench.results.Results.LeftOut;
import dev.lanewise.bench.results.Results.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Results FIRST = SampleResults.results();

  @Test
  void partsOfAnotherRunTakeTheirPlace() {
    var starts = List.of(new ColdStart("plain", List.of(1.0)));
    var merged =
        FIRST.with(
            new Results(
                setting("abc1234", 0.1),
                FIRST.limits(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                starts,
                List.of(new LeftOut("a third", "no"))));
    assertEquals(starts, merged.starts());
    assertEquals(FIRST.models(), merged.models());
    assertEquals(FIRST.products(), merged.products());
    assertEquals(FIRST.searches(), merged.searches());
    assertEquals(
        List.of("another one", "a third"), merged.leftOut().stream().map(LeftOut::what).toList());
    assertEquals(0.7, merged.setting().load());
  }

  @Test
  void aModelMeasuredAnewTakesItsPlace() {
    assertEquals(FIRST, FIRST.with(FIRST));
  }

  @Test
  void resultsOfAnotherCommitAreRefused() {
    Results other =
        new Results(
            setting("def5678", 0),
            FIRST.limits(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    assertThrows(IllegalArgumentException.class, () -> FIRST.with(other));
  }

  private static Setting setting(String commit, double load) {
    return new Setting(
        "2026-02-01", "Some CPU", 2, 2, "Linux 6 amd64", "VM 25", commit, load, false);
  }
}
