package dev.lanewise.engine.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.Golden;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import dev.lanewise.tokenizer.Truncation;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPlannerTest {
  private static final Tokenizer TOKENIZER = Tokenizer.load(Golden.folder("minilm"));

  private static final List<TokenSequence> SEQUENCES =
      Golden.texts().stream().map(TOKENIZER::encode).toList();

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64, 1024, Integer.MAX_VALUE})
  void everySequenceIsInOneBatchOfAtMostSoManyTokens(int maxTokens) {
    List<int[]> batches = BatchPlanner.plan(SEQUENCES, maxTokens, 2);
    int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    assertArrayEquals(IntStream.range(0, SEQUENCES.size()).toArray(), all);
    for (int[] batch : batches) {
      long tokens = Arrays.stream(batch).mapToLong(i -> SEQUENCES.get(i).size()).sum();
      assertTrue(tokens <= maxTokens || batch.length == 1, tokens + " tokens");
    }
  }

  @Test
  void longSequencesGoFirst() {
    List<Integer> sizes =
        BatchPlanner.plan(SEQUENCES, Integer.MAX_VALUE, 2).stream()
            .flatMapToInt(Arrays::stream)
            .mapToObj(i -> SEQUENCES.get(i).size())
            .toList();
    assertEquals(sizes.stream().sorted(Comparator.reverseOrder()).toList(), sizes);
  }

  @Test
  void nothingMakesNoBatch() {
    assertEquals(List.of(), BatchPlanner.plan(List.of(), 10, 2));
  }

  @Test
  void fewTokensMakeOneBatchForAllThreads() {
    assertEquals(1, BatchPlanner.plan(sequences(16, 12), Integer.MAX_VALUE, 8).size());
  }

  @Test
  void batchesBecomeSmaller() {
    List<Integer> tokens = tokens(BatchPlanner.plan(sequences(600, 16), Integer.MAX_VALUE, 2), 16);
    assertEquals(tokens.stream().sorted(Comparator.reverseOrder()).toList(), tokens);
    assertEquals(768, tokens.getFirst());
    assertTrue(tokens.getLast() < 384, tokens::toString);
  }

  /** Threads take the next batch whenever they are free: none waits long for the others. */
  @ParameterizedTest
  @CsvSource({"2, 13", "2, 63", "2, 500", "3, 20", "3, 500", "8, 63", "8, 500", "8, 5000"})
  void threadsFinishTogether(int threads, int count) {
    long[] done = new long[threads];
    for (int tokens : tokens(BatchPlanner.plan(sequences(count, 16), 4096, threads), 16)) {
      Arrays.sort(done);
      done[0] += tokens;
    }
    Arrays.sort(done);
    assertTrue(done[threads - 1] - done[0] <= 48, Arrays.toString(done));
  }

  @Test
  void oneThreadTakesLargeBatches() {
    assertEquals(List.of(768, 768, 64), tokens(BatchPlanner.plan(sequences(100, 16), 4096, 1), 16));
  }

  /** So many sequences of so many tokens each. */
  private static List<TokenSequence> sequences(int count, int tokens) {
    TokenSequence sequence = TOKENIZER.encode("a ".repeat(tokens - 2));
    assertEquals(tokens, sequence.size());
    return Collections.nCopies(count, sequence);
  }

  private static List<Integer> tokens(List<int[]> batches, int ofEach) {
    return batches.stream().map(batch -> batch.length * ofEach).toList();
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
