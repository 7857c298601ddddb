package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is encoded together with whom; a text's vector is its length here. */
@Tag("once")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedEncodesTest {
  private static final EncodeOptions DEFAULT = EncodeOptions.DEFAULT;

  private final WorkerTeam team = new WorkerTeam(1);
  private final List<List<String>> encoded = Collections.synchronizedList(new ArrayList<>());
  private final SharedEncodes shared = new SharedEncodes(team, this::encode);

  @AfterEach
  void close() {
    team.close();
  }

  private Embeddings encode(List<String> texts, EncodeOptions options, Parallel parallel) {
    encoded.add(texts);
    if (texts.contains("bad")) {
      throw new IllegalArgumentException("a bad text among " + texts.size());
    }
    return new Embeddings(
        texts.stream()
            .map(text -> new Embedding(new float[] {text.length()}, 1, 1, text.length()))
            .toArray(Embedding[]::new),
        1);
  }

  @Test
  void whoWaitsIsEncodedTogetherAndGetsWhatIsItsOwn() throws Exception {
    List<Call> calls = new ArrayList<>();
    try (Lease _ = team.lease(1)) {
      calls.add(waiting(DEFAULT, "a"));
      calls.add(waiting(DEFAULT, "bb", "ccc"));
      calls.add(waiting(DEFAULT, "dddd"));
    }
    assertAnswered(calls);
    assertEquals(List.of(List.of("a", "bb", "ccc", "dddd")), encoded);
  }

  @Test
  void whereAPlaceIsFreeNobodyWaitsForCompany() {
    assertEquals(5, shared.encode(List.of("alone"), DEFAULT).vector(0)[0]);
    assertEquals(0, shared.encode(List.of(), DEFAULT).size());
    assertEquals(List.of(List.of("alone"), List.of()), encoded);
  }

  @Test
  void otherOptionsAreAnotherGroup() throws Exception {
    List<Call> calls = new ArrayList<>();
    try (Lease _ = team.lease(1)) {
      calls.add(waiting(DEFAULT, "a"));
      calls.add(waiting(DEFAULT.withDimensions(1), "b"));
    }
    assertAnswered(calls);
    assertEquals(2, encoded.size());
  }

  @Test
  void manyTextsOrLongOnesKeepNobodyElseWaiting() throws Exception {
    List<Call> calls = new ArrayList<>();
    try (Lease _ = team.lease(1)) {
      calls.add(waiting(DEFAULT, "a"));
      calls.add(waiting(DEFAULT, "long".repeat(200)));
      calls.add(waiting(DEFAULT, Collections.nCopies(100, "many").toArray(String[]::new)));
      for (int i = 0; i < 20; i++) {
        calls.add(waiting(DEFAULT, "b".repeat(i)));
      }
    }
    assertAnswered(calls);
    assertEquals(4, encoded.size(), encoded.toString());
    assertTrue(encoded.contains(List.of("long".repeat(200))));
  }

  @Test
  void aBadTextIsItsOwnCallersBusiness() throws Exception {
    Call first;
    Call second;
    Call third;
    try (Lease _ = team.lease(1)) {
      first = waiting(DEFAULT, "good");
      second = waiting(DEFAULT, "bad");
      third = waiting(DEFAULT, "better");
    }
    first.assertAnswered();
    third.assertAnswered();
    var e = assertThrows(ExecutionException.class, second.result::get);
    assertEquals("a bad text among 1", requireNonNull(e.getCause()).getMessage());
    assertEquals(4, encoded.size());
  }

  @Test
  void aBadTextAloneIsEncodedOnce() {
    assertThrows(IllegalArgumentException.class, () -> shared.encode(List.of("bad"), DEFAULT));
    assertEquals(1, encoded.size());
  }

  @Test
  void interruptedCallersWaitAndStayInterrupted() throws Exception {
    List<Call> calls = new ArrayList<>();
    try (Lease _ = team.lease(1)) {
      calls.add(waiting(DEFAULT, "a"));
      calls.add(waiting(DEFAULT, "b"));
      for (Call call : calls) {
        call.thread.interrupt();
      }
    }
    assertAnswered(calls);
    for (Call call : calls) {
      assertTrue(call.interrupted);
    }
  }

  /** Begins a call, and returns when it waits. */
  private Call waiting(EncodeOptions options, String... texts) throws InterruptedException {
    Call call = new Call(List.of(texts), options);
    call.thread.start();
    while (call.thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    return call;
  }

  private static void assertAnswered(List<Call> calls) throws Exception {
    for (Call call : calls) {
      call.assertAnswered();
    }
  }

  private final class Call {
    final List<String> texts;
    final FutureTask<Embeddings> result;
    final Thread thread;
    volatile boolean interrupted;

    Call(List<String> texts, EncodeOptions options) {
      this.texts = texts;
      result = new FutureTask<>(() -> run(options));
      thread = new Thread(result);
    }

    private Embeddings run(EncodeOptions options) {
      Embeddings embeddings = shared.encode(texts, options);
      interrupted = Thread.interrupted();
      return embeddings;
    }

    void assertAnswered() throws Exception {
      Embeddings embeddings = result.get();
      assertEquals(
          texts.stream().map(String::length).toList(),
          embeddings.stream().map(embedding -> (int) embedding.vector()[0]).toList());
    }
  }
}
