package dev.lanewise.weights.read.onnx;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.read.MappedFile;
import dev.lanewise.weights.read.Shapes;
import dev.lanewise.weights.read.SourceTensor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A TensorProto. Its elements are raw bytes, or numbers in a field for their kind (where narrow
 * types stand as 32-bit integers), or bytes in a file beside the model.
 */
final class OnnxTensor {
  private static final int EXTERNAL = 1;

  private final Path file;
  private final Arena arena;
  private final List<Long> dimensions = new ArrayList<>();
  private final List<MemorySegment> fixed = new ArrayList<>(); // float_data, double_data
  private final List<MemorySegment> varints = new ArrayList<>(); // packed integers
  private final Map<String, String> external = new HashMap<>();
  private Optional<MemorySegment> raw = Optional.empty();
  private String name = "";
  private long type;
  private boolean outside;

  private OnnxTensor(Path file, Arena arena) {
    this.file = file;
    this.arena = arena;
  }

  static SourceTensor read(Path file, ProtoReader proto, Arena arena) throws IOException {
    OnnxTensor tensor = new OnnxTensor(file, arena);
    while (proto.next()) {
      tensor.field(proto);
    }
    return tensor.source();
  }

  private void field(ProtoReader proto) {
    switch (proto.field()) {
      case 1 -> dimensions(proto);
      case 2 -> type = proto.integer();
      case 4 -> addFixed(proto, Float.BYTES);
      case 5, 7, 11 -> addVarints(proto);
      case 8 -> name = proto.text();
      case 9 -> raw = Optional.of(proto.bytes());
      case 10 -> addFixed(proto, Double.BYTES);
      case 13 -> externalEntry(proto.message("external_data"));
      case 14 -> outside = proto.integer() == EXTERNAL;
      default -> proto.skip();
    }
  }

  private void dimensions(ProtoReader proto) {
    if (proto.wireType() == ProtoReader.VARINT) {
      addDimension(proto, proto.varint());
      return;
    }
    MemorySegment packed = proto.bytes();
    VarintIterator values = new VarintIterator(List.of(packed));
    while (values.hasNext()) {
      addDimension(proto, values.next());
    }
  }

  private void addDimension(ProtoReader proto, long dimension) {
    if (dimensions.size() == Shapes.MAX_RANK) {
      throw proto.fault("a tensor has more than " + Shapes.MAX_RANK + " dimensions");
    }
    dimensions.add(dimension);
  }

  private void addFixed(ProtoReader proto, int width) {
    fixed.add(proto.fixed(width));
    limitParts(proto, fixed);
  }

  private void addVarints(ProtoReader proto) {
    if (proto.wireType() == ProtoReader.VARINT) {
      throw proto.fault("integers of a tensor are not packed");
    }
    varints.add(proto.bytes());
    limitParts(proto, varints);
  }

  /** Writers put all elements into one field; in pieces they would be many times as large here. */
  private static void limitParts(ProtoReader proto, List<MemorySegment> parts) {
    if (parts.size() > 1000) {
      throw proto.fault("a tensor's elements are in more than 1000 pieces");
    }
  }

  private void externalEntry(ProtoReader entry) {
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> key = entry.text();
        case 2 -> value = entry.text();
        default -> entry.skip();
      }
    }
    external.put(key, value);
  }

  private SourceTensor source() throws IOException {
    long[] shape = dimensions.stream().mapToLong(Long::longValue).toArray();
    OptionalLong elements = Shapes.elements(shape);
    if (elements.isEmpty()) {
      throw bad("has the shape " + Shapes.text(shape));
    }
    Optional<OnnxType> known = OnnxType.of(type);
    if (known.isEmpty()) {
      long bytes = raw.map(MemorySegment::byteSize).orElse(0L);
      return new SourceTensor(
          name,
          "type " + type,
          Optional.empty(),
          shape,
          bytes,
          _ -> {
            throw new IllegalStateException(name + " can't be read");
          });
    }
    ElementType elementType = known.get().type();
    long bytes = elements.getAsLong() * elementType.bits() / Byte.SIZE;
    return new SourceTensor(
        name,
        known.get().name(),
        Optional.of(elementType),
        shape,
        bytes,
        content(known.get(), elements.getAsLong(), bytes));
  }

  private OutputTensor.Content content(OnnxType known, long elements, long bytes)
      throws IOException {
    if (outside) {
      return requireSize(externalBytes(), bytes);
    }
    if (raw.isPresent()) {
      return requireSize(raw.get(), bytes);
    }
    if (known == OnnxType.FLOAT || known == OnnxType.DOUBLE) {
      long held = fixed.stream().mapToLong(MemorySegment::byteSize).sum();
      if (held != bytes) {
        throw bad("has " + held + " bytes, its shape takes " + bytes);
      }
      return channel -> {
        for (MemorySegment part : fixed) {
          OutputTensor.copyOf(name, known.type(), new long[0], part).content().writeTo(channel);
        }
      };
    }
    VarintIterator values = new VarintIterator(varints);
    long count = 0;
    while (values.hasNext()) {
      values.next();
      count++;
    }
    if (count != elements || values.isTruncated()) {
      throw bad("has " + count + " integers, its shape takes " + elements);
    }
    return channel -> writeIntegers(channel, known.type().bits() / Byte.SIZE);
  }

  private OutputTensor.Content requireSize(MemorySegment data, long bytes) {
    if (data.byteSize() != bytes) {
      throw bad("has " + data.byteSize() + " bytes, its shape takes " + bytes);
    }
    return OutputTensor.copyOf(name, ElementType.U8, new long[0], data).content();
  }

  private void writeIntegers(WritableByteChannel channel, int width) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    VarintIterator values = new VarintIterator(varints);
    while (values.hasNext()) {
      long value = values.next();
      switch (width) {
        case Byte.BYTES -> buffer.put((byte) value);
        case Short.BYTES -> buffer.putShort((short) value);
        case Integer.BYTES -> buffer.putInt((int) value);
        default -> buffer.putLong(value);
      }
      if (buffer.remaining() < Long.BYTES) {
        SafetensorsWriter.writeFully(channel, buffer.flip());
        buffer.clear();
      }
    }
    SafetensorsWriter.writeFully(channel, buffer.flip());
  }

  /**
   * The bytes in another file, which has to lie beside the model and be no way out of its folder.
   */
  private MemorySegment externalBytes() throws IOException {
    String location = external.getOrDefault("location", "");
    if (!location.matches("[A-Za-z0-9._-]+") || location.startsWith(".")) {
      throw bad("is in the file \"" + location + "\": not a plain file name");
    }
    Path data = file.resolveSibling(location);
    if (!Files.isRegularFile(data)) {
      throw bad("is in the file " + location + ", which is not there");
    }
    MemorySegment bytes = MappedFile.map(data, arena);
    long offset = number("offset", 0);
    long length = number("length", bytes.byteSize() - offset);
    if (offset < 0 || length < 0 || offset > bytes.byteSize() - length) {
      throw bad("reaches beyond the end of " + location);
    }
    return bytes.asSlice(offset, length);
  }

  private long number(String key, long fallback) {
    String text = external.get(key);
    if (text == null) {
      return fallback;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad("has the " + key + " \"" + text + "\"");
    }
  }

  private ModelFileException bad(String problem) {
    return new ModelFileException(file, "tensor " + name + " " + problem);
  }
}
