package dev.lanewise.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes zip archives in which any field may say anything. */
final class ZipBuilder {
  private final List<Entry> entries = new ArrayList<>();
  private byte[] prefix = {};
  private boolean zip64End;
  private int entryCountError;

  /** An entry, whose fields are what they should be until a test changes them. */
  static final class Entry {
    String name = "";
    byte[] localName = {};
    byte[] packed = {};
    int flags = 1 << 11;
    int method;
    int system = 3;
    int mode = 0100644;
    long crc;
    long size;
    long packedSize;
    long localSize;
    long localPackedSize;
    long headerShift;
    boolean zip64;
    int localExtra;
    private long header;

    Entry mode(int value) {
      mode = value;
      return this;
    }
  }

  Entry stored(String name, byte[] content) {
    Entry entry = new Entry();
    entry.name = name;
    entry.localName = name.getBytes(StandardCharsets.UTF_8);
    entry.packed = content;
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.crc = crc.getValue();
    entry.size = content.length;
    entry.packedSize = content.length;
    entry.localSize = content.length;
    entry.localPackedSize = content.length;
    entries.add(entry);
    return entry;
  }

  Entry deflated(String name, byte[] content) throws IOException {
    Entry entry = stored(name, content);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, new Deflater(9, true))) {
      out.write(content);
    }
    entry.packed = bytes.toByteArray();
    entry.packedSize = entry.packed.length;
    entry.localPackedSize = entry.packed.length;
    entry.method = 8;
    return entry;
  }

  ZipBuilder prefix(byte[] bytes) {
    prefix = bytes;
    return this;
  }

  ZipBuilder zip64End() {
    zip64End = true;
    return this;
  }

  ZipBuilder entryCountError(int error) {
    entryCountError = error;
    return this;
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(1 << 22).order(ByteOrder.LITTLE_ENDIAN);
    out.put(prefix);
    int shift = prefix.length;
    for (Entry entry : entries) {
      entry.header = (long) out.position() - shift;
      out.putInt(0x04034b50).putShort((short) 20).putShort((short) entry.flags);
      out.putShort((short) entry.method).putInt(0x00210000).putInt((int) entry.crc);
      out.putInt(entry.zip64 ? -1 : (int) entry.localPackedSize);
      out.putInt(entry.zip64 ? -1 : (int) entry.localSize);
      out.putShort((short) entry.localName.length).putShort((short) entry.localExtra);
      out.put(entry.localName).put(new byte[entry.localExtra]).put(entry.packed);
    }
    int directory = out.position();
    entries.forEach(entry -> putCentral(out, entry));
    int end = out.position();
    int count = entries.size() + entryCountError;
    if (zip64End) {
      out.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
      out.putInt(0).putInt(0).putLong(count).putLong(count);
      out.putLong(end - directory).putLong(directory - shift);
      out.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    }
    out.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    out.putShort((short) (zip64End ? -1 : count)).putShort((short) (zip64End ? -1 : count));
    out.putInt(zip64End ? -1 : end - directory).putInt(zip64End ? -1 : directory - shift);
    out.putShort((short) 0);
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return bytes;
  }

  private static void putCentral(ByteBuffer out, Entry entry) {
    byte[] name = entry.name.getBytes(StandardCharsets.UTF_8);
    out.putInt(0x02014b50).putShort((short) (entry.system << 8 | 20)).putShort((short) 20);
    out.putShort((short) entry.flags).putShort((short) entry.method).putInt(0x00210000);
    out.putInt((int) entry.crc);
    out.putInt(entry.zip64 ? -1 : (int) entry.packedSize);
    out.putInt(entry.zip64 ? -1 : (int) entry.size);
    out.putShort((short) name.length).putShort((short) (entry.zip64 ? 28 : 0));
    out.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(entry.mode << 16);
    long header = entry.header + entry.headerShift;
    out.putInt(entry.zip64 ? -1 : (int) header).put(name);
    if (entry.zip64) {
      out.putShort((short) 1).putShort((short) 24);
      out.putLong(entry.size).putLong(entry.packedSize).putLong(header);
    }
  }

  Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }
}
