package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows over a long text: [CLS] is 2, [SEP] 3, the words a to f 5 to 10. */
class WindowsTest {
  private final TokenSequence sequence;

  WindowsTest(@TempDir Path folder) {
    sequence =
        TokenizerFixture.words("a", "b", "c", "d", "e", "f").load(folder).encode("a b c d e f");
  }

  private static List<List<Integer>> ids(List<TokenSequence> windows) {
    return windows.stream().map(window -> Arrays.stream(window.ids()).boxed().toList()).toList();
  }

  @Test
  void haveTheSpecialTokensAroundThem() {
    assertEquals(
        List.of(List.of(2, 5, 6, 7, 8, 3), List.of(2, 9, 10, 3)), ids(sequence.windows(6, 0, 0)));
    assertEquals(
        List.of(List.of(2, 5, 6, 7, 3), List.of(2, 8, 9, 10, 3)), ids(sequence.windows(5, 0, 0)));
  }

  @Test
  void overlap() {
    assertEquals(
        List.of(List.of(2, 5, 6, 7, 3), List.of(2, 7, 8, 9, 3), List.of(2, 9, 10, 3)),
        ids(sequence.windows(5, 1, 0)));
    assertEquals(
        List.of(List.of(2, 5, 6, 7, 8, 3), List.of(2, 7, 8, 9, 10, 3)),
        ids(sequence.windows(6, 2, 0)));
  }

  @Test
  void repeatTheStartOfTheText() {
    List<TokenSequence> windows = sequence.windows(5, 0, "a ".length());
    assertEquals(
        List.of(List.of(2, 5, 6, 7, 3), List.of(2, 5, 8, 9, 3), List.of(2, 5, 10, 3)),
        ids(windows));
    assertEquals(6, windows.get(1).start(2));
    assertEquals(7, windows.get(1).end(2));
    assertEquals(TokenSequence.NO_SEQUENCE, windows.get(1).sequence(4));
    assertTrue(windows.stream().noneMatch(TokenSequence::truncated));
  }

  @Test
  void areTheSequenceWhereItFits() {
    assertSame(sequence, sequence.windows(8, 3, 0).getFirst());
    assertArrayEquals(sequence.ids(), sequence.windows(8, 3, 0).getFirst().ids());
  }

  @Test
  void needRoomForMoreThanTheirOverlap() {
    for (int[] wrong : new int[][] {{2, 0, 0}, {0, 0, 0}, {5, 3, 0}, {5, -1, 0}, {5, 0, 6}}) {
      assertThrows(
          IllegalArgumentException.class, () -> sequence.windows(wrong[0], wrong[1], wrong[2]));
    }
  }
}
