package dev.lanewise.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Golden;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPlannerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.load(Golden.folder("minilm"));

  private static final List<TokenSequence> SEQUENCES =
      Golden.texts().stream().map(TOKENIZER::encode).toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64, 1024, Integer.MAX_VALUE})
  void everySequenceIsInOneBatchOfAtMostSoManyTokens(int maxTokens) {
    List<int[]> batches = BatchPlanner.plan(SEQUENCES, maxTokens);
    int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    assertArrayEquals(IntStream.range(0, SEQUENCES.size()).toArray(), all);
    for (int[] batch : batches) {
      long tokens = Arrays.stream(batch).mapToLong(i -> SEQUENCES.get(i).size()).sum();
      assertTrue(tokens <= maxTokens || batch.length == 1, tokens + " tokens");
    }
  }

  @Test
  void longSequencesGoFirst() {
    int[] order = BatchPlanner.plan(SEQUENCES, Integer.MAX_VALUE).get(0);
    List<Integer> sizes = Arrays.stream(order).mapToObj(i -> SEQUENCES.get(i).size()).toList();
    assertEquals(sizes.stream().sorted(Comparator.reverseOrder()).toList(), sizes);
  }

  @Test
  void nothingMakesNoBatch() {
    assertEquals(List.of(), BatchPlanner.plan(List.of(), 10));
  }

  @Test
  void packedSequencesLieEndToEnd() {
    TokenSequence first = TOKENIZER.encode("What is PVC?");
    TokenSequence pair = TOKENIZER.encode("What", "is", Truncation.NONE);
    PackedBatch batch = PackedBatch.of(List.of(first, pair));
    assertEquals(2, batch.sequences());
    assertEquals(first.size() + pair.size(), batch.tokens());
    assertEquals(first.size(), batch.start(1));
    assertEquals(pair.size(), batch.length(1));
    for (int i = 0; i < pair.size(); i++) {
      assertEquals(pair.id(i), batch.id(batch.start(1) + i));
      assertEquals(pair.typeId(i), batch.typeId(batch.start(1) + i));
    }
    assertEquals(first.id(first.size() - 1), batch.id(batch.start(1) - 1));
  }
}
