package dev.lanewise.engine;

import java.util.List;

/**
 * Where the time of a call went.
 *
 * @param nanos the call's time from beginning to end, tokenizing included
 * @param tokens the tokens that were encoded
 * @param operations the encoder's operations
 */
public record EncodeProfile(long nanos, long tokens, List<Share> operations) {
  /**
   * One operation, all layers and batches together.
   *
   * @param operation its name for people
   * @param nanos time, of all threads together
   * @param flops floating-point operations, a fused multiply-add counted as two
   * @param bytes what it reads and writes at the least, weights included, once for every batch
   */
  public record Share(String operation, long nanos, long flops, long bytes) {}

  public EncodeProfile {
    operations = List.copyOf(operations);
  }

  /** The floating-point operations of the whole call. */
  public long flops() {
    return operations.stream().mapToLong(Share::flops).sum();
  }

  /** The time of all operations on all threads together. */
  public long operationNanos() {
    return operations.stream().mapToLong(Share::nanos).sum();
  }
}
