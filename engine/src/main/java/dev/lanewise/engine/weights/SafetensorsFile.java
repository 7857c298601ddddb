package dev.lanewise.engine.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A safetensors file, mapped.
 *
 * @param path where it is
 * @param tensors its tensors by name, in the order of their bytes
 * @param metadata free strings that it carries
 */
public record SafetensorsFile(
    Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
  /**
   * Maps a file and checks it.
   *
   * @param arena what the mapping lives as long as
   * @throws WeightFormatException if it isn't a valid safetensors file
   * @throws UncheckedIOException if it can't be read
   */
  public static SafetensorsFile open(Path path, Arena arena) {
    MemorySegment file = map(path, arena);
    SafetensorsHeader header = SafetensorsHeader.read(path, file);
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(header.entries().size());
    for (SafetensorsHeader.Entry entry : header.entries()) {
      MemorySegment data =
          file.asSlice(header.dataStart() + entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), new Tensor(path, entry.name(), entry.type(), entry.shape(), data));
    }
    return new SafetensorsFile(path, tensors, header.metadata());
  }

  private static MemorySegment map(Path path, Arena arena) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new WeightFormatException(path, "is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(path)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException(path + ": there is no such file", e);
    } catch (ClosedByInterruptException e) {
      throw new UncheckedIOException(path + ": the thread was interrupted while opening it", e);
    } catch (IOException e) {
      throw new UncheckedIOException(path + ": can't be read: " + e.getMessage(), e);
    }
  }
}
