package dev.lanewise.engine.weights;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

@Tag("once")
class SafetensorsPropertyTest {
  private static final Path NAME = Path.of("model.safetensors");

  record Drawn(String name, ElementType type, long[] shape, byte[] data) {}

  record Content(List<Drawn> tensors, Map<String, String> metadata) {
    byte[] bytes() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      SafetensorsWriter writer = new SafetensorsWriter(metadata);
      tensors.forEach(tensor -> writer.declare(tensor.name(), tensor.type(), tensor.shape()));
      try (WritableByteChannel channel = Channels.newChannel(bytes)) {
        writer.writeHeader(channel);
        for (Drawn tensor : tensors) {
          SafetensorsWriter.writeFully(channel, ByteBuffer.wrap(tensor.data()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }
  }

  @Property(tries = 100)
  void readsBackWhatWasWritten(@ForAll("contents") Content content) throws IOException {
    Path path = Files.createTempFile("lanewise", ".safetensors");
    try (Arena arena = Arena.ofConfined()) {
      Files.write(path, content.bytes());
      SafetensorsFile file = SafetensorsFile.open(path, arena);
      assertEquals(content.metadata(), file.metadata());
      assertEquals(content.tensors().size(), file.tensors().size());
      for (Drawn drawn : content.tensors()) {
        Tensor tensor = requireNonNull(file.tensors().get(drawn.name()));
        assertEquals(drawn.type(), tensor.type());
        assertArrayEquals(drawn.shape(), tensor.shape());
        assertArrayEquals(drawn.data(), tensor.data().toArray(ValueLayout.JAVA_BYTE));
      }
    } finally {
      Files.delete(path);
    }
  }

  /** Whatever becomes of a file, it is read or refused: nothing else is thrown. */
  @Property(tries = 800)
  void readsOrRefusesADamagedFile(
      @ForAll("contents") Content content, @ForAll("damages") List<Damage> damages) {
    byte[] bytes = content.bytes();
    for (Damage damage : damages) {
      bytes = damage.to(bytes);
    }
    MemorySegment file = MemorySegment.ofArray(bytes);
    try {
      SafetensorsHeader header = SafetensorsHeader.read(NAME, file);
      long end = header.dataStart();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        end = header.dataStart() + entry.end();
      }
      assertEquals(bytes.length, end);
    } catch (WeightFormatException e) {
      assertEquals(NAME + ": ", String.valueOf(e.getMessage()).substring(0, 19));
    }
  }

  /** Something that happens to a file, at a place given as a fraction of it. */
  record Damage(Kind kind, double place, byte value) {
    enum Kind {
      CUT,
      DROP,
      DOUBLE,
      SET,
      SET_IN_LENGTH
    }

    byte[] to(byte[] bytes) {
      if (bytes.length < Long.BYTES) {
        return bytes;
      }
      int at = (int) (place * bytes.length);
      byte[] damaged = bytes.clone();
      switch (kind) {
        case CUT -> damaged = slice(bytes, 0, at, at, at);
        case DROP -> damaged = slice(bytes, 0, at, at + 1, bytes.length);
        case DOUBLE -> damaged = slice(bytes, 0, at + 1, at, bytes.length);
        case SET -> damaged[at] = value;
        case SET_IN_LENGTH -> damaged[(int) (place * Long.BYTES)] = value;
      }
      return damaged;
    }

    private static byte[] slice(byte[] bytes, int from, int to, int nextFrom, int nextTo) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(bytes, from, to - from);
      out.write(bytes, nextFrom, nextTo - nextFrom);
      return out.toByteArray();
    }
  }

  @Provide
  Arbitrary<List<Damage>> damages() {
    Arbitrary<Byte> values =
        Arbitraries.oneOf(
            Arbitraries.bytes(), Arbitraries.of((byte) '"', (byte) '9', (byte) ',', (byte) ']'));
    return Combinators.combine(
            Arbitraries.of(Damage.Kind.class),
            Arbitraries.doubles().between(0, true, 1, false),
            values)
        .as(Damage::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Provide
  Arbitrary<Content> contents() {
    Arbitrary<String> texts =
        Arbitraries.oneOf(
            Arbitraries.of("encoder.layer.0.weight", "", "\"\\\n\0", "权重", "😀", "../x"),
            Arbitraries.strings().ofMaxLength(12).filter(SafetensorsPropertyTest::encodable));
    return Combinators.combine(
            texts.set().ofMaxSize(6),
            drafts().list().ofSize(6),
            Arbitraries.maps(texts, texts).ofMaxSize(3))
        .as(SafetensorsPropertyTest::content);
  }

  private static Content content(
      Set<String> names, List<Drawn> drafts, Map<String, String> metadata) {
    List<Drawn> tensors = new ArrayList<>();
    for (String name : names) {
      Drawn draft = drafts.get(tensors.size());
      tensors.add(new Drawn(name, draft.type(), draft.shape(), draft.data()));
    }
    return new Content(tensors, metadata);
  }

  private Arbitrary<Drawn> drafts() {
    Arbitrary<long[]> shapes = Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(4);
    return Combinators.combine(
            Arbitraries.of(ElementType.class), shapes, Arbitraries.randomValue(r -> r.nextLong()))
        .as(
            (type, shape, seed) -> {
              long bits = type.bits();
              for (long dimension : shape) {
                bits *= dimension;
              }
              byte[] data = new byte[(int) (bits / Byte.SIZE)];
              new Random(seed).nextBytes(data);
              return bits % Byte.SIZE == 0
                  ? new Drawn("", type, shape, data)
                  : new Drawn("", ElementType.U8, new long[] {data.length}, data);
            });
  }

  private static boolean encodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text) && !text.equals("__metadata__");
  }
}
