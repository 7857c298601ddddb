package dev.lanewise.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.bench.report.Target.Verdict;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
  @ParameterizedTest
  @CsvSource({
    "minilm-onnx, 1.8, MET", // of 2.0 and 1.8 the worse
    "product-peak, 0.8, NOT_MET",
    "product-peak-undisturbed, 0.95, MET", // of shapes that had such rounds
    "product-small, 2, MET",
    "minilm-query, 0.75, MET",
    "minilm-peak, 0.5, NOT_MET",
    "minilm-peak-undisturbed, 0.6666666667, NOT_MET", // of the corpus that had such rounds
    "threads, 1.95, MET",
    "callers, 0.9, NOT_MET",
    "tokenizer, 15, MET", // over the faster of the two
    "search, 0.8, NOT_MET",
    "start, 0.9, MET", // the better way
    "allocation, 2, MET"
  })
  void judgesByTheFigureThatTheTargetIsAbout(String id, double expected, Verdict verdict) {
    Target target = target(id);
    OptionalDouble measured = target.measure().apply(SampleResults.results());
    assertEquals(expected, measured.orElseThrow(), 1e-9);
    assertEquals(verdict, Target.verdict(target, measured));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bge-onnx", "bge-peak-undisturbed"})
  void whatWasNotMeasuredIsNotMet(String id) {
    Target target = target(id);
    OptionalDouble measured = target.measure().apply(SampleResults.results());
    assertEquals(Verdict.NOT_MEASURED, Target.verdict(target, measured));
  }

  @Test
  void everyTargetHasItsOwnName() {
    Set<String> ids = new HashSet<>();
    Targets.ALL.forEach(target -> ids.add(target.id()));
    assertEquals(Targets.ALL.size(), ids.size());
  }

  private static Target target(String id) {
    return Targets.ALL.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }
}
