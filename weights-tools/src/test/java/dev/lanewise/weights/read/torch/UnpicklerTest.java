package dev.lanewise.weights.read.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.read.ByteCursor;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pickle machine on programs byte by byte. */
class UnpicklerTest {
  @Test
  void buildsData() {
    Object value = run("\u0080\u0002}(X\u0001\0\0\0aK\u0007X\u0001\0\0\0b]K\u0001au.");
    Pickled.Dictionary dictionary = assertInstanceOf(Pickled.Dictionary.class, value);
    assertEquals(7L, dictionary.entries.get("a"));
    assertEquals(List.of(1L), dictionary.entries.get("b"));
    assertEquals(-2L, run("J\u00fe\u00ff\u00ff\u00ff."));
    assertEquals(-1L, run("\u008a\u0001\u00ff."));
    assertEquals(0L, run("\u008a\0."));
    assertEquals(1.5, run("G?\u00f8\0\0\0\0\0\0."));
  }

  @ParameterizedTest
  @CsvSource({
    "2, DUP", "0, POP", "1, POP_MARK", "d, DICT", "l, LIST", "i, INST", "o, OBJ", "S, STRING",
    "V, UNICODE", "I, INT", "L, LONG", "F, FLOAT", "P, PERSID", "p, PUT", "g, GET", "B, BINBYTES",
    "C, SHORT_BINBYTES"
  })
  void namesInstructionsThatItRefuses(char opcode, String name) {
    refused("0x" + Integer.toHexString(opcode) + " (" + name + ") is not one", opcode + ".");
  }

  @ParameterizedTest
  @CsvSource({
    "129, NEWOBJ",
    "130, EXT1",
    "139, LONG4",
    "143, EMPTY_SET",
    "146, NEWOBJ_EX",
    "150, BYTEARRAY8"
  })
  void namesNewerInstructionsThatItRefuses(int opcode, String name) {
    refused("(" + name + ") is not one", (char) opcode + ".");
  }

  @Test
  void looksNothingUp() {
    refused("asks for the Python name posix.system", "cposix\nsystem\n(X\u0002\0\0\0idtR.");
    refused(
        "asks for the Python name builtins.eval", "\u008c\u0008builtins\u008c\u0004eval\u0093.");
    refused("asks for the Python name torch.load", "ctorch\nload\n.");
    refused("a name that is no string", "K\u0001K\u0002\u0093.");
    refused("calls torch.FloatStorage with arguments", "ctorch\nFloatStorage\n)R.");
    refused(
        "calls collections.OrderedDict with arguments",
        "ccollections\nOrderedDict\nK\u0001\u0085R.");
    refused("calls an integer with a tuple", "K\u0001)R.");
  }

  @Test
  void refusesWhatNoWriterWrites() {
    refused("ends too early", "K");
    refused("ends too early", "");
    refused("ends too early: 4294967295 bytes are to follow", "X\u00ff\u00ff\u00ff\u00ffa.");
    refused("ends too early", "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.");
    refused("that isn't UTF-8", "X\u0001\0\0\0\u00ff.");
    refused("a frame of", "\u0095\u00ff\0\0\0\0\0\0\0.");
    refused("pickle protocol 6 is unknown", "\u0080\u0006.");
    refused("takes more from the stack", ".");
    refused("takes more from the stack", "K\u0001(.");
    refused("takes more from the stack", "K\u0001\u0086.");
    refused("no mark", "K\u0001t.");
    refused("recalls value 3", "h\u0003.");
    refused("appends to an integer", "K\u0001K\u0002a.");
    refused("sets an item of a list", "]K\u0001K\u0002s.");
    refused("sets an item that has no value", "}(K\u0001u.");
    refused("has a tuple as a key", "})K\u0001s.");
    refused("has the key \"1\" twice", "}K\u0001K\u0002sK\u0001K\u0002s.");
    refused("sets the state of a dictionary", "}}b.");
    refused("a storage is named in an unknown way", "K\u0001Q.");
    refused("a name of more than 1000", "c" + "a".repeat(1001));
  }

  /** Tuples of tuples, doubled each time: 2^60 leaves in some hundred bytes. */
  @Test
  void neverWalksThroughWhatIsShared() {
    String doubled = "q\0h\0\u0086";
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          refused("has a tuple as a key", "}K\u0001" + doubled.repeat(60) + "K\u0001s.");
          refused("calls a tuple with", "K\u0001" + doubled.repeat(60) + ")R.");
        });
  }

  @Test
  void tensorsLieWithinTheirStorage() {
    assertInstanceOf(TorchTensor.class, run(tensor(4, 0, "K\u0002K\u0002", "K\u0002K\u0001")));
    refused(
        "reaches to element 4 of a storage of 4", tensor(4, 1, "K\u0002K\u0002", "K\u0002K\u0001"));
    refused("reaches to element 5", tensor(4, 0, "K\u0002K\u0002", "K\u0004K\u0001"));
    refused("repeats the 4 elements", tensor(4, 0, "K\u0003K\u0003", "K\0K\0"));
    refused("has the size [-1]", tensor(4, 0, "J\u00ff\u00ff\u00ff\u00ff", "K\u0001"));
    refused("has the strides [-1]", tensor(4, 0, "K\u0002", "J\u00ff\u00ff\u00ff\u00ff"));
    refused("has the size [2]", tensor(4, 0, "K\u0002", "K\u0001K\u0001"));
    String large = "\u008a\u0008\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f";
    refused("has the size", tensor(4, 0, "K\0" + large, "K\u0001K\u0001"));
    refused("has the strides", tensor(4, 0, "K\u0002K\u0002", large + "K\u0001"));
  }

  /** A call of _rebuild_tensor with a view of a storage of floats. */
  private static String tensor(int elements, int offset, String size, String stride) {
    return "ctorch._utils\n_rebuild_tensor\n((X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\0"
        + "0X\u0003\0\0\0cpuK"
        + (char) elements
        + "tQK"
        + (char) offset
        + "("
        + size
        + "t("
        + stride
        + "ttR.";
  }

  private static void refused(String said, String program) {
    Fixtures.assertRefused(said, () -> run(program));
  }

  /** Runs a program whose bytes are the characters. */
  private static Object run(String program) {
    MemorySegment segment = MemorySegment.ofArray(program.getBytes(StandardCharsets.ISO_8859_1));
    return new Unpickler(new ByteCursor(Path.of("test.bin"), "pickle", segment), new TorchObjects())
        .read();
  }
}
