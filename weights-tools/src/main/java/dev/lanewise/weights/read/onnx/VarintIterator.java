package dev.lanewise.weights.read.onnx;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** The variable-length integers that are packed in some runs of bytes. */
final class VarintIterator {
  private static final int MAX_BITS = 70;

  private final List<MemorySegment> parts;
  private int part;
  private long position;
  private boolean truncated;

  VarintIterator(List<MemorySegment> parts) {
    this.parts = parts;
  }

  boolean hasNext() {
    while (part < parts.size() && position == parts.get(part).byteSize()) {
      part++;
      position = 0;
    }
    return part < parts.size();
  }

  /** The next integer; what breaks off or goes on for ever ends with its run. */
  long next() {
    MemorySegment bytes = parts.get(part);
    long value = 0;
    int shift = 0;
    while (position < bytes.byteSize() && shift < MAX_BITS) {
      byte next = bytes.get(ValueLayout.JAVA_BYTE, position++);
      value |= shift < Long.SIZE ? (long) (next & 0x7f) << shift : 0;
      if (next >= 0) {
        return value;
      }
      shift += 7;
    }
    truncated = true;
    return value;
  }

  /** Whether one of the integers so far was not complete. */
  boolean isTruncated() {
    return truncated;
  }
}
