package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.Agreement;
import org.junit.jupiter.api.Test;

class AgreementCheckTest {
  private static final float[][] EXPECTED = {{1, 0}, {0.6f, 0.8f}};

  @Test
  void reportsTheWorstText() {
    Agreement agreement =
        AgreementCheck.compare(
            Contender.ONNX_RUNTIME_INT8, EXPECTED, new float[][] {{1, 0}, {0.8f, 0.6f}});
    assertEquals(0.96, agreement.leastCosine(), 1e-6);
    assertEquals(0.2, agreement.greatestDifference(), 1e-6);
    assertFalse(AgreementCheck.same(agreement));
  }

  @Test
  void roundingIsNoDifference() {
    Agreement agreement =
        AgreementCheck.compare(
            Contender.ONNX_RUNTIME, EXPECTED, new float[][] {{1, 1e-6f}, {0.600001f, 0.8f}});
    assertTrue(AgreementCheck.same(agreement));
  }
}
