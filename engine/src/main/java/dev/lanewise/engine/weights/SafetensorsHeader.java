package dev.lanewise.engine.weights;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The header of a safetensors file, checked.
 *
 * <p>The format: eight bytes that give the header's length n (little-endian), n bytes of JSON, then
 * the tensors' bytes without a gap. Checked are all the rules of the format and of its reference
 * reader, and besides what that reader lets pass: a tensor named twice, an entry that is an array
 * instead of an object, dimensions whose product overflows behind a zero, and absurd ranks.
 *
 * @param entries the tensors in the order of their bytes
 * @param metadata free strings that a file may carry
 * @param dataStart where the tensors' bytes begin in the file
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataStart) {
  /** The reference reader's limit. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private static final int LENGTH_BYTES = Long.BYTES;
  private static final int MAX_RANK = 16;
  private static final long MAX_DIMENSION = 1L << 48;
  private static final int MAX_NAME_LENGTH = 1 << 16;
  private static final String METADATA = "__metadata__";

  /**
   * A tensor's entry.
   *
   * @param begin its first byte, counted from the start of the data
   * @param end the byte after its last
   */
  record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

  static SafetensorsHeader read(Path path, MemorySegment file) {
    if (file.byteSize() < LENGTH_BYTES) {
      throw new WeightFormatException(
          path, "not a valid safetensors file: it has " + file.byteSize() + " bytes, fewer than 8");
    }
    long length = file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 0 || length > MAX_HEADER_BYTES) {
      throw new WeightFormatException(
          path,
          "not a safetensors file: "
              + ForeignFormat.describe(file)
                  .orElse("its header would have " + Long.toUnsignedString(length) + " bytes"));
    }
    long dataStart = LENGTH_BYTES + length;
    if (dataStart > file.byteSize()) {
      throw new WeightFormatException(
          path,
          ForeignFormat.describe(file)
              .map(what -> "not a safetensors file: " + what)
              .orElse(
                  "truncated: the header has " + length + " bytes, the file " + file.byteSize()));
    }
    try {
      JsonNode json =
          JsonNode.parse(path.toString(), file.asSlice(LENGTH_BYTES, length).asByteBuffer());
      SafetensorsHeader header = parse(json, dataStart);
      header.checkLayout(path, file.byteSize());
      return header;
    } catch (JsonException e) {
      throw bad(path, file, e.detail());
    }
  }

  private static WeightFormatException bad(Path path, MemorySegment file, String problem) {
    return new WeightFormatException(
        path, "not a valid safetensors file: " + ForeignFormat.describe(file).orElse(problem));
  }

  private static SafetensorsHeader parse(JsonNode json, long dataStart) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new TreeMap<>();
    json.fields()
        .forEach(
            (name, node) -> {
              if (!name.equals(METADATA)) {
                entries.add(entry(name, node));
              } else if (!node.isNull()) {
                node.fields().forEach((key, value) -> metadata.put(key, value.string()));
              }
            });
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    return new SafetensorsHeader(entries, metadata, dataStart);
  }

  private static Entry entry(String name, JsonNode node) {
    if (name.length() > MAX_NAME_LENGTH) {
      throw node.error("has a name of " + name.length() + " characters");
    }
    JsonNode type = node.get("dtype");
    ElementType elementType =
        ElementType.named(type.string())
            .orElseThrow(() -> type.error("unknown element type " + type));
    List<JsonNode> dimensions = node.get("shape").elements();
    if (dimensions.size() > MAX_RANK) {
      throw node.get("shape").error("has " + dimensions.size() + " dimensions");
    }
    long[] shape = dimensions.stream().mapToLong(JsonNode::unsigned).toArray();
    List<JsonNode> offsets = node.get("data_offsets").elements();
    if (offsets.size() != 2) {
      throw node.get("data_offsets").error("must be two offsets, found " + offsets.size());
    }
    Entry entry =
        new Entry(name, elementType, shape, offsets.get(0).unsigned(), offsets.get(1).unsigned());
    checkSize(entry, node);
    return entry;
  }

  private static void checkSize(Entry entry, JsonNode node) {
    if (entry.end() < entry.begin()) {
      throw node.get("data_offsets").error("end before they begin");
    }
    long bits = entry.type().bits();
    boolean empty = false;
    try {
      for (long dimension : entry.shape()) {
        if (dimension > MAX_DIMENSION) {
          throw new ArithmeticException();
        }
        empty |= dimension == 0;
        // A zero mustn't hide that the others overflow.
        bits = Math.multiplyExact(bits, Math.max(dimension, 1));
      }
    } catch (ArithmeticException e) {
      throw node.get("shape").error("is too large: " + Tensor.shapeText(entry.shape()));
    }
    if (empty) {
      bits = 0;
    }
    if (bits % Byte.SIZE != 0) {
      throw node.get("shape").error("doesn't fill whole bytes with " + entry.type());
    }
    if (entry.end() - entry.begin() != bits / Byte.SIZE) {
      throw node.error(
          "has "
              + (entry.end() - entry.begin())
              + " bytes, but "
              + entry.type()
              + " "
              + Tensor.shapeText(entry.shape())
              + " takes "
              + bits / Byte.SIZE);
    }
  }

  /** The tensors have to cover the data without hole or overlap, up to the end of the file. */
  private void checkLayout(Path path, long fileSize) {
    long position = 0;
    for (Entry entry : entries) {
      if (entry.begin() != position) {
        throw new WeightFormatException(
            path,
            "not a valid safetensors file: tensor "
                + entry.name()
                + " begins at byte "
                + entry.begin()
                + ", but the data before it ends at "
                + position);
      }
      position = entry.end();
    }
    long dataSize = fileSize - dataStart;
    if (position > dataSize) {
      throw new WeightFormatException(
          path, "truncated: its tensors take " + position + " bytes, it holds " + dataSize);
    }
    if (position < dataSize) {
      throw new WeightFormatException(
          path, "its tensors take " + position + " bytes, but " + dataSize + " follow the header");
    }
  }
}
