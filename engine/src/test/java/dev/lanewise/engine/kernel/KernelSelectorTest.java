package dev.lanewise.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.kernel.KernelSelector.Preference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class KernelSelectorTest {
  /** Without this a test run that silently fell back to the scalar kernel would look fine. */
  @Test
  void choosesTheKernelThatThisTestRunIsFor() {
    String expected = System.getProperty("lanewise.test.kernel", "");
    KernelSelector.Choice choice = KernelSelector.choose(Preference.AUTO);
    assertTrue(
        choice.kernels().name().startsWith(expected),
        () -> "expected " + expected + ", got " + choice);
  }

  @Test
  void givesTheScalarKernelToWhoAsksForIt() {
    assertEquals("scalar", KernelSelector.choose(Preference.SCALAR).kernels().name());
  }

  @Test
  void refusesTheVectorKernelWhereItCannotRun() {
    if (KernelSelector.choose(Preference.AUTO).kernels().name().equals("scalar")) {
      Exception e =
          assertThrows(IllegalStateException.class, () -> KernelSelector.choose(Preference.VECTOR));
      assertTrue(String.valueOf(e.getMessage()).contains("jdk.incubator.vector"), e::toString);
    } else {
      String name = KernelSelector.choose(Preference.VECTOR).kernels().name();
      assertTrue(name.startsWith("vector-"), name);
    }
  }

  @Test
  void refusesAnUnknownName() {
    assertThrows(IllegalArgumentException.class, () -> Preference.of("gpu"));
  }
}
