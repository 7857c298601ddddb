package dev.lanewise.engine.measure;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Adds up what each operation took. Thread-safe.
 *
 * <p>Operations follow one another without a gap, so one clock reading between two of them is
 * enough: see {@link Stopwatch}.
 */
public final class OperationLog {
  private final Map<Operation, Sums> sums = new EnumMap<>(Operation.class);

  private static final class Sums {
    final LongAdder nanos = new LongAdder();
    final LongAdder flops = new LongAdder();
    final LongAdder bytes = new LongAdder();
  }

  public OperationLog() {
    for (Operation operation : Operation.values()) {
      sums.put(operation, new Sums());
    }
  }

  /**
   * Adds one.
   *
   * @param nanos its time
   * @param flops its floating-point operations, a fused multiply-add counted as two
   * @param bytes what it reads and writes at the least, weights included
   */
  void add(Operation operation, long nanos, long flops, long bytes) {
    Sums sum = of(operation);
    sum.nanos.add(nanos);
    sum.flops.add(flops);
    sum.bytes.add(bytes);
  }

  /** Nanoseconds, of all threads together. */
  public long nanos(Operation operation) {
    return of(operation).nanos.sum();
  }

  /** Floating-point operations. */
  public long flops(Operation operation) {
    return of(operation).flops.sum();
  }

  /** Bytes read and written, had there been no cache. */
  public long bytes(Operation operation) {
    return of(operation).bytes.sum();
  }

  private Sums of(Operation operation) {
    return requireNonNull(sums.get(operation));
  }
}
