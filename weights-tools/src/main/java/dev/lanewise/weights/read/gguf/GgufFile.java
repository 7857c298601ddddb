package dev.lanewise.weights.read.gguf;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.Shapes;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A GGUF file of version 2 or 3, little-endian.
 *
 * @param source its tensors, dimensions in row-major order
 * @param facts what it says besides, by key
 */
public record GgufFile(WeightSource source, Map<String, GgufValue> facts) {
  private static final int MAGIC = 0x46554747;
  private static final int MAX_RANK = 4;
  private static final long DEFAULT_ALIGNMENT = 32;

  /** The shortest fact: a key of one byte, a type and a byte. */
  private static final long SHORTEST_FACT = Long.BYTES + 1 + Integer.BYTES + 1;

  /** The shortest entry of a tensor: an empty name, no dimension, a type and an offset. */
  private static final long SHORTEST_TENSOR = Long.BYTES + 2 * Integer.BYTES + Long.BYTES;

  private record Entry(String name, long[] shape, GgufType type, long offset, long bytes) {}

  /**
   * Reads a file.
   *
   * @throws ModelFileException if it is damaged
   */
  public static GgufFile open(Path file, MemorySegment bytes) {
    ByteCursor in = new ByteCursor(file, "GGUF header", bytes);
    if (in.i32() != MAGIC) {
      throw new ModelFileException(file, "is not a GGUF file");
    }
    int version = in.i32();
    if (version != 2 && version != 3) {
      boolean bigEndian = version != 0 && (version & 0xffff) == 0;
      throw new ModelFileException(
          file,
          bigEndian
              ? "is a big-endian GGUF file"
              : "is of GGUF version " + version + ", not 2 or 3");
    }
    long tensors = in.i64();
    long facts = in.i64();
    if (tensors < 0
        || facts < 0
        || facts > in.remaining() / SHORTEST_FACT
        || tensors > in.remaining() / SHORTEST_TENSOR) {
      throw in.fault(
          "would have "
              + Long.toUnsignedString(tensors)
              + " tensors and "
              + Long.toUnsignedString(facts)
              + " facts");
    }
    Map<String, GgufValue> values = new LinkedHashMap<>();
    for (long i = 0; i < facts; i++) {
      String key = in.utf8(in.i64());
      if (key.isEmpty() || values.put(key, GgufValue.read(file, key, in)) != null) {
        throw in.fault("has the fact \"" + key + "\" twice or without a name");
      }
    }
    List<Entry> entries = new ArrayList<>();
    Map<String, Entry> names = new LinkedHashMap<>();
    for (long i = 0; i < tensors; i++) {
      Entry entry = entry(in);
      if (names.put(entry.name(), entry) != null) {
        throw in.fault("has tensor " + entry.name() + " twice");
      }
      entries.add(entry);
    }
    long alignment = alignment(file, values);
    long start = Math.ceilDiv(in.position(), alignment) * alignment;
    checkLayout(file, entries, alignment, bytes.byteSize() - start);
    Map<String, String> metadata = new LinkedHashMap<>();
    values.forEach((key, value) -> metadata.put(key, value.text()));
    List<SourceTensor> sources =
        entries.stream()
            .map(entry -> source(entry, bytes.asSlice(start + entry.offset(), entry.bytes())))
            .toList();
    return new GgufFile(new WeightSource(file, "GGUF", sources, metadata), values);
  }

  private static Entry entry(ByteCursor in) {
    String name = in.utf8(in.i64());
    long rank = in.u32();
    if (rank > MAX_RANK) {
      throw in.fault("tensor " + name + " has " + Long.toUnsignedString(rank) + " dimensions");
    }
    // The format counts dimensions from the one whose elements are neighbours.
    long[] shape = new long[(int) rank];
    for (int i = shape.length - 1; i >= 0; i--) {
      shape[i] = in.i64();
    }
    long code = in.u32();
    GgufType type =
        GgufType.of(code)
            .orElseThrow(() -> in.fault("tensor " + name + " is of the unknown type " + code));
    long offset = in.i64();
    OptionalLong elements = Shapes.elements(shape);
    if (elements.isEmpty() || elements.getAsLong() == 0) {
      throw in.fault("tensor " + name + " has the shape " + Shapes.text(shape));
    }
    long row = shape.length == 0 ? 1 : shape[shape.length - 1];
    if (row % type.blockElements() != 0) {
      throw in.fault(
          "tensor " + name + " has rows of " + row + ", no multiple of a block of " + type);
    }
    long bytes = elements.getAsLong() / type.blockElements() * type.blockBytes();
    return new Entry(name, shape, type, offset, bytes);
  }

  private static long alignment(Path file, Map<String, GgufValue> facts) {
    GgufValue value = facts.get("general.alignment");
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    int alignment = value.integer(1 << 20);
    if (Integer.bitCount(alignment) != 1) {
      throw new ModelFileException(file, "has the alignment " + alignment + ", no power of two");
    }
    return alignment;
  }

  private static void checkLayout(Path file, List<Entry> entries, long alignment, long dataBytes) {
    List<Entry> ordered = new ArrayList<>(entries);
    ordered.sort(Comparator.comparingLong(Entry::offset));
    long end = 0;
    for (Entry entry : ordered) {
      if (entry.offset() < 0 || entry.offset() % alignment != 0) {
        throw new ModelFileException(
            file, "tensor " + entry.name() + " is at the unaligned offset " + entry.offset());
      }
      if (entry.offset() < end) {
        throw new ModelFileException(file, "tensor " + entry.name() + " overlaps another");
      }
      if (entry.offset() > dataBytes - entry.bytes()) {
        throw new ModelFileException(
            file, "tensor " + entry.name() + " reaches beyond the end of the file");
      }
      end = entry.offset() + entry.bytes();
    }
  }

  private static SourceTensor source(Entry entry, MemorySegment data) {
    OutputTensor.Content content =
        entry.type() == GgufType.Q8_0
            ? channel -> writeQ8(data, channel)
            : OutputTensor.copyOf(entry.name(), ElementType.U8, new long[0], data).content();
    return new SourceTensor(
        entry.name(),
        entry.type().name(),
        entry.type().readAs(),
        entry.shape(),
        entry.bytes(),
        content);
  }

  /** Each block is its f16 scale times its integers, in fp32. */
  private static void writeQ8(MemorySegment data, WritableByteChannel channel) throws IOException {
    int blockElements = GgufType.Q8_0.blockElements();
    int blockBytes = GgufType.Q8_0.blockBytes();
    ByteBuffer buffer =
        ByteBuffer.allocate(512 * blockElements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ValueLayout.OfShort half = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    for (long block = 0; block < data.byteSize(); block += blockBytes) {
      float scale = Float.float16ToFloat(data.get(half, block));
      for (int i = 0; i < blockElements; i++) {
        buffer.putFloat(scale * data.get(ValueLayout.JAVA_BYTE, block + Short.BYTES + i));
      }
      if (!buffer.hasRemaining()) {
        SafetensorsWriter.writeFully(channel, buffer.flip());
        buffer.clear();
      }
    }
    SafetensorsWriter.writeFully(channel, buffer.flip());
  }
}
