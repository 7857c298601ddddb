package dev.lanewise.weights.read.torch;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.ByteCursor;
import dev.lanewise.weights.read.WeightSource;
import dev.lanewise.weights.read.torch.Pickled.Dictionary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The format before PyTorch 1.6: pickles of a magic number, a version, facts about the machine, the
 * dictionary and the list of storages' keys; then in that order each storage as its number of
 * elements (eight bytes) and the elements.
 */
final class TorchLegacy {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private TorchLegacy() {}

  static WeightSource open(Path file, MemorySegment bytes) throws IOException {
    ByteCursor in = new ByteCursor(file, "checkpoint", bytes);
    Map<String, TorchStorage> asked = new HashMap<>();
    TorchObjects objects = new TorchObjects();
    if (!new Unpickler(in, objects).read().equals(MAGIC)) {
      throw in.fault("is a pickle, but not one that torch.save has written");
    }
    if (!new Unpickler(in, objects).read().equals(VERSION)) {
      throw in.fault("is of an unknown version of the legacy format");
    }
    requireLittleEndian(new Unpickler(in, objects).read(), in);
    Object root = new Unpickler(in, objects).read();
    if (!(new Unpickler(in, objects).read() instanceof List<?> keys)) {
      throw in.fault("has no list of storages");
    }
    if (root instanceof Dictionary dictionary) {
      for (Object value : dictionary.entries.values()) {
        if (value instanceof TorchTensor tensor) {
          TorchStorage storage = tensor.storage();
          TorchStorage other = asked.putIfAbsent(storage.key(), storage);
          if (other != null && other.type() != storage.type()) {
            throw in.fault("storage " + storage.key() + " has two types");
          }
        }
      }
    }
    Map<String, MemorySegment> storages = new HashMap<>();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String name ? asked.get(name) : null;
      if (storage == null) {
        throw in.fault("has a storage that no tensor is a view of");
      }
      long elements = in.i64();
      long width = storage.type().bits() / Byte.SIZE;
      if (elements < 0 || elements > in.remaining() / width) {
        throw in.fault("storage " + storage.key() + " would have " + elements + " elements");
      }
      storages.put(storage.key(), in.slice(elements * width));
    }
    return TorchFile.source(
        file,
        "PyTorch (legacy)",
        bytes.byteSize(),
        root,
        storage -> bytes(file, storage, storages));
  }

  private static MemorySegment bytes(
      Path file, TorchStorage storage, Map<String, MemorySegment> storages) {
    MemorySegment bytes = storages.get(storage.key());
    long width = storage.type().bits() / Byte.SIZE;
    if (bytes == null || bytes.byteSize() / width < storage.offset() + storage.elements()) {
      throw new ModelFileException(file, "lacks the elements of storage " + storage.key());
    }
    return bytes;
  }

  private static void requireLittleEndian(Object system, ByteCursor in) {
    if (!(system instanceof Dictionary facts)
        || !Boolean.TRUE.equals(facts.entries.get("little_endian"))) {
      throw in.fault("was written on a machine that isn't little-endian");
    }
  }
}
