package dev.lanewise.weights.read.torch;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.WeightSource;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The format since PyTorch 1.6: an archive with a pickle {@code NAME/data.pkl} and an uncompressed
 * entry {@code NAME/data/KEY} for each storage, which is read where it lies.
 */
final class TorchZip {
  private static final String PICKLE = "/data.pkl";

  /** A hundred bytes for each of a few hundred thousand tensors. */
  private static final long MAX_PICKLE_BYTES = 1 << 25;

  private TorchZip() {}

  static WeightSource open(Path file, MemorySegment bytes) throws IOException {
    Map<String, MemorySegment> entries = entries(file, bytes);
    String root = root(file, entries);
    if (entries.containsKey(root + "/constants.pkl")) {
      throw new ModelFileException(file, "is a TorchScript program, not a file of weights");
    }
    MemorySegment order = entries.get(root + "/byteorder");
    if (order != null && !text(file, order).equals("little")) {
      throw new ModelFileException(file, "was written on a machine that isn't little-endian");
    }
    MemorySegment pickle = entries.getOrDefault(root + PICKLE, MemorySegment.NULL);
    if (pickle.byteSize() > MAX_PICKLE_BYTES) {
      throw new ModelFileException(file, "has a data.pkl of " + pickle.byteSize() + " bytes");
    }
    ByteCursor in = new ByteCursor(file, "data.pkl", pickle);
    Object value = new Unpickler(in, new TorchObjects()).read();
    return TorchFile.source(
        file,
        "PyTorch",
        bytes.byteSize(),
        value,
        storage -> {
          MemorySegment data = entries.get(root + "/data/" + storage.key());
          long width = storage.type().bits() / Byte.SIZE;
          if (data == null
              || data.byteSize() / width != storage.elements()
              || data.byteSize() % width != 0) {
            throw new ModelFileException(
                file,
                "storage "
                    + storage.key()
                    + " has "
                    + (data == null ? "no" : data.byteSize())
                    + " bytes, "
                    + storage.elements()
                    + " elements of "
                    + storage.type()
                    + " are to be there");
          }
          return data;
        });
  }

  private static String text(Path file, MemorySegment bytes) {
    return new ByteCursor(file, "byteorder", bytes).utf8(Math.min(16, bytes.byteSize()));
  }

  private static String root(Path file, Map<String, MemorySegment> entries) {
    String root = null;
    for (String name : entries.keySet()) {
      if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
        if (root != null) {
          throw new ModelFileException(file, "has more than one data.pkl");
        }
        root = name.substring(0, name.length() - PICKLE.length());
      }
    }
    if (root == null) {
      throw new ModelFileException(
          file, "is a zip archive, but not one that torch.save has written");
    }
    return root;
  }

  /** The entries, where they lie in the file. */
  private static Map<String, MemorySegment> entries(Path file, MemorySegment bytes)
      throws IOException {
    Map<String, MemorySegment> entries = new HashMap<>();
    try (ZipFile zip = ZipFile.builder().setPath(file).setCharset(StandardCharsets.UTF_8).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        if (entry.isDirectory()) {
          continue;
        }
        if (entry.getMethod() != ZipEntry.STORED) {
          throw new ModelFileException(
              file, "has the entry " + entry.getName() + " compressed, as torch.save never does");
        }
        long offset = entry.getDataOffset();
        long size = entry.getSize();
        if (offset < 0 || size < 0 || offset > bytes.byteSize() - size) {
          throw new ModelFileException(
              file, "has the entry " + entry.getName() + " beyond the end of the file");
        }
        if (entries.put(entry.getName(), bytes.asSlice(offset, size)) != null) {
          throw new ModelFileException(file, "has the entry " + entry.getName() + " twice");
        }
      }
    } catch (ModelFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library checks less of an archive than it reads, and stumbles over the rest.
      throw new ModelFileException(file, "is a damaged zip archive: " + e.getMessage());
    }
    return entries;
  }
}
