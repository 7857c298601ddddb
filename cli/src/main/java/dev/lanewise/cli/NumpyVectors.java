package dev.lanewise.cli;

import dev.lanewise.engine.search.Precision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * NumPy's array format, version 1.0: a header that gives type and shape, then the numbers.
 *
 * <p>The header comes first and holds the number of vectors, which is known last; so the numbers
 * wait in a temporary file.
 */
final class NumpyVectors implements VectorWriter {
  /** The header with what stands before it fills a multiple of this. */
  private static final int ALIGNMENT = 64;

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private final OutputStream out;
  private final String type;
  private final int width;
  private final Path waiting;
  private final OutputStream numbers;
  private long count;

  NumpyVectors(OutputStream out, Precision precision, int dimension) throws IOException {
    this.out = out;
    this.type = precision == Precision.FLOAT32 ? "<f4" : precision.signed() ? "|i1" : "|u1";
    this.width = precision == Precision.FLOAT32 ? dimension : precision.bytes(dimension);
    this.waiting = Files.createTempFile("lanewise", ".npy");
    this.waiting.toFile().deleteOnExit();
    this.numbers = new BufferedOutputStream(Files.newOutputStream(waiting), 1 << 16);
  }

  @Override
  public void write(float[] vector) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    write(bytes.array());
  }

  @Override
  public void write(byte[] quantized) throws IOException {
    numbers.write(quantized);
    count++;
  }

  @Override
  public void close() throws IOException {
    try {
      numbers.close();
      out.write(header());
      Files.copy(waiting, out);
      out.flush();
    } finally {
      Files.deleteIfExists(waiting);
    }
  }

  private byte[] header() {
    String dictionary =
        "{'descr': '"
            + type
            + "', 'fortran_order': False, 'shape': ("
            + count
            + ", "
            + width
            + "), }";
    int unpadded = MAGIC.length + Short.BYTES + dictionary.length() + 1;
    int padded = Math.ceilDiv(unpadded, ALIGNMENT) * ALIGNMENT;
    String text = dictionary + " ".repeat(padded - unpadded) + "\n";
    return ByteBuffer.allocate(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) text.length())
        .put(text.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
