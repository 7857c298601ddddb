package dev.lanewise.engine.measure;

import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up what each operation took. Thread-safe.
 *
 * <p>Operations follow one another without a gap, so one clock reading between two of them is
 * enough: see {@link Stopwatch}.
 */
public final class OperationLog {
  private final LongAdder[] nanos = adders();
  private final LongAdder[] flops = adders();
  private final LongAdder[] bytes = adders();

  private static LongAdder[] adders() {
    LongAdder[] adders = new LongAdder[Operation.values().length];
    for (int i = 0; i < adders.length; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /**
   * Adds one.
   *
   * @param nanos its time
   * @param flops its floating-point operations, a fused multiply-add counted as two
   * @param bytes what it reads and writes at the least, weights included
   */
  void add(Operation operation, long nanos, long flops, long bytes) {
    int i = operation.ordinal();
    this.nanos[i].add(nanos);
    this.flops[i].add(flops);
    this.bytes[i].add(bytes);
  }

  /** Nanoseconds, of all threads together. */
  public long nanos(Operation operation) {
    return nanos[operation.ordinal()].sum();
  }

  /** Floating-point operations. */
  public long flops(Operation operation) {
    return flops[operation.ordinal()].sum();
  }

  /** Bytes read and written, had there been no cache. */
  public long bytes(Operation operation) {
    return bytes[operation.ordinal()].sum();
  }
}
