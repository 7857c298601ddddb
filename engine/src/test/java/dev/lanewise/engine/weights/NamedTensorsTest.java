package dev.lanewise.engine.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class NamedTensorsTest {
  private static final Path FOLDER = Path.of("model");

  private final NamedTensors tensors =
      NamedTensors.of(
          FOLDER,
          Map.of(
              "layer.0.bias", tensor("layer.0.bias", ElementType.F32, 1, 2),
              "layer.1.bias", tensor("layer.1.bias", ElementType.F32, 3, Float.NaN),
              "ids", tensor("ids", ElementType.I64, 0)));

  @Test
  void buildsNamesByNesting() {
    NamedTensors layer = tensors.scope("layer").scope("0");
    assertTrue(layer.has("bias"));
    assertFalse(layer.has("weight"));
    assertArrayEquals(new float[] {1, 2}, layer.vector("bias", 2));
  }

  @Test
  void namesFolderAndTensorThatIsMissing() {
    assertRefused("model: lacks tensor layer.2.bias", "layer.2.bias", 2);
  }

  @Test
  void namesTheShapesThatDiffer() {
    assertRefused("has shape [2], the configuration asks for [3]", "layer.0.bias", 3);
    assertRefused("has shape [2], the configuration asks for [1, 2]", "layer.0.bias", 1, 2);
  }

  @Test
  void refusesATensorThatHoldsNoFloats() {
    assertRefused("tensor ids has type I64, not a float type", "ids", 1);
  }

  @Test
  void refusesValuesThatAreNotFinite() {
    assertThrows(WeightFormatException.class, () -> tensors.vector("layer.1.bias", 2));
  }

  /** Tensors of heads that aren't used may hold anything. */
  @Test
  void looksOnlyThroughTensorsThatWereAskedFor() {
    assertEquals(2, tensors.get("layer.0.bias", 2).elements());
    tensors.requireFinite();
    assertEquals(2, tensors.get("layer.1.bias", 2).elements());
    assertThrows(WeightFormatException.class, tensors::requireFinite);
  }

  @Test
  void knowsWhatNobodyAskedFor() {
    assertEquals(2, tensors.scope("layer").get("0.bias", 2).elements());
    assertEquals(List.of("ids", "layer.1.bias"), tensors.unused());
  }

  private void assertRefused(String said, String name, long... shape) {
    WeightFormatException e =
        assertThrows(WeightFormatException.class, () -> tensors.get(name, shape));
    assertTrue(String.valueOf(e.getMessage()).contains(said), e::getMessage);
  }

  private static Tensor tensor(String name, ElementType type, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.max(1, values.length) * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return new Tensor(
        FOLDER.resolve("file"),
        name,
        type,
        new long[] {values.length},
        MemorySegment.ofBuffer(bytes));
  }
}
