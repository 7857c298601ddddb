package dev.lanewise.weights.read.torch;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import dev.lanewise.weights.read.torch.Pickled.Dictionary;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A checkpoint: a dictionary of tensors, in either of PyTorch's formats. */
public final class TorchFile {
  /** What all tensors together may take beyond the file's size: some share their storage. */
  private static final int MAX_SHARING = 16;

  private TorchFile() {}

  /** Where the bytes of a storage are. */
  @FunctionalInterface
  interface Storages {
    /** All bytes that the file has under the storage's key. */
    MemorySegment bytes(TorchStorage storage) throws IOException;
  }

  /**
   * Reads a checkpoint.
   *
   * @throws ModelFileException if it is damaged, or holds anything but tensors
   */
  public static WeightSource open(Path file, MemorySegment bytes) throws IOException {
    return isZip(bytes) ? TorchZip.open(file, bytes) : TorchLegacy.open(file, bytes);
  }

  private static boolean isZip(MemorySegment bytes) {
    return bytes.byteSize() >= 2
        && bytes.get(ValueLayout.JAVA_BYTE, 0) == 'P'
        && bytes.get(ValueLayout.JAVA_BYTE, 1) == 'K';
  }

  /** The tensors of a dictionary that a pickle has left. */
  static WeightSource source(
      Path file, String format, long fileBytes, Object root, Storages storages) throws IOException {
    if (!(root instanceof Dictionary dictionary)) {
      throw new ModelFileException(
          file, "holds " + Pickled.kind(root) + ", not a dictionary of tensors");
    }
    List<SourceTensor> tensors = new ArrayList<>();
    long total = 0;
    for (Map.Entry<String, Object> entry : dictionary.entries.entrySet()) {
      if (!(entry.getValue() instanceof TorchTensor tensor)) {
        throw new ModelFileException(
            file,
            "holds "
                + Pickled.kind(entry.getValue())
                + " as \""
                + entry.getKey()
                + "\", not a tensor");
      }
      SourceTensor source = tensor(entry.getKey(), tensor, storages);
      total += source.storedBytes();
      if (total > MAX_SHARING * fileBytes) {
        throw new ModelFileException(
            file, "has tensors of more than " + MAX_SHARING + " times its own size");
      }
      tensors.add(source);
    }
    return new WeightSource(file, format, tensors, Map.of());
  }

  private static SourceTensor tensor(String name, TorchTensor tensor, Storages storages)
      throws IOException {
    MemorySegment storage = storages.bytes(tensor.storage());
    SourceTensor source =
        new SourceTensor(
            name,
            tensor.storage().typeName().replace("Storage", "").toLowerCase(Locale.ROOT),
            Optional.of(tensor.storage().type()),
            tensor.size(),
            0,
            StridedContent.of(tensor, storage));
    long bytes = source.elements() * tensor.storage().type().bits() / Byte.SIZE;
    return new SourceTensor(
        name, source.storedType(), source.type(), source.shape(), bytes, source.content());
  }
}
