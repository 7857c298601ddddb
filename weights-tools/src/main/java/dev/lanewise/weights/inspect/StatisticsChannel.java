package dev.lanewise.weights.inspect;

import dev.lanewise.engine.weights.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;

/** Looks at the elements that are written to it. */
final class StatisticsChannel implements WritableByteChannel {
  private final ElementType type;
  private final ByteBuffer split; // an element whose bytes come in two pieces

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double sum;
  private long finite;
  private long nan;
  private long infinite;

  private StatisticsChannel(ElementType type) {
    this.type = type;
    this.split = ByteBuffer.allocate(type.bits() / Byte.SIZE).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One for elements of this type, if they are numbers that Java has. */
  static Optional<StatisticsChannel> of(ElementType type) {
    return switch (type) {
      case BOOL, U8, I8, I16, U16, I32, U32, I64, U64, F16, BF16, F32, F64 ->
          Optional.of(new StatisticsChannel(type));
      default -> Optional.empty();
    };
  }

  TensorStatistics statistics() {
    return finite == 0
        ? new TensorStatistics(Double.NaN, Double.NaN, Double.NaN, nan, infinite)
        : new TensorStatistics(min, max, sum / finite, nan, infinite);
  }

  @Override
  public int write(ByteBuffer bytes) {
    int count = bytes.remaining();
    ByteBuffer source = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (source.hasRemaining()) {
      if (split.position() > 0 || source.remaining() < split.capacity()) {
        split.put(source.get());
        if (!split.hasRemaining()) {
          add(next(split.flip()));
          split.clear();
        }
      } else {
        add(next(source));
      }
    }
    bytes.position(bytes.limit());
    return count;
  }

  private double next(ByteBuffer bytes) {
    return switch (type) {
      case BOOL, I8 -> bytes.get();
      case U8 -> bytes.get() & 0xff;
      case I16 -> bytes.getShort();
      case U16 -> bytes.getShort() & 0xffff;
      case I32 -> bytes.getInt();
      case U32 -> Integer.toUnsignedLong(bytes.getInt());
      case I64 -> bytes.getLong();
      case U64 -> unsigned(bytes.getLong());
      case F16 -> Float.float16ToFloat(bytes.getShort());
      case BF16 -> Float.intBitsToFloat(bytes.getShort() << 16);
      case F32 -> bytes.getFloat();
      default -> bytes.getDouble();
    };
  }

  private static double unsigned(long value) {
    return value >= 0 ? value : value + 0x1p64;
  }

  private void add(double value) {
    if (Double.isNaN(value)) {
      nan++;
    } else if (Double.isInfinite(value)) {
      infinite++;
    } else {
      finite++;
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {
    // There is nothing to give back.
  }
}
