package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.ModelResults.Allocation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** What encoding leaves to the garbage collector, at two lengths of text. */
final class AllocationMeasure {
  private static final List<Integer> LENGTHS = List.of(16, 128);
  private static final List<Integer> BATCHES = List.of(1, 32);
  private static final int WARM_UP_CALLS = 50;
  private static final int CALLS = 20;

  private AllocationMeasure() {}

  static List<Allocation> measure(Subject subject, Peer peer) {
    List<Allocation> found = new ArrayList<>();
    for (int length : LENGTHS) {
      for (int batch : BATCHES) {
        List<String> texts = subject.corpus().ofLength(length, batch);
        float[][] vectors = peer.encode(texts);
        double resultBytes = (double) vectors[0].length * Float.BYTES;
        calls(peer, texts, WARM_UP_CALLS);
        long before = allocated();
        calls(peer, texts, CALLS);
        double bytes = (double) (allocated() - before) / CALLS / batch;
        found.add(new Allocation(peer.contender(), batch, length, bytes, resultBytes));
      }
    }
    return found;
  }

  /** Bytes that all threads have ever allocated on the heap. */
  static long allocated() {
    try {
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(
                  new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                  "TotalThreadAllocatedBytes");
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void calls(Peer peer, List<String> texts, int count) {
    for (int i = 0; i < count; i++) {
      peer.encode(texts);
    }
  }
}
