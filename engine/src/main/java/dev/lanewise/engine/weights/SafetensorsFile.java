package dev.lanewise.engine.weights;

import dev.lanewise.files.ModelPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static SafetensorsFile open(Path path, Arena arena) {
    return open(ModelPath.of(path), arena);
  }

  /**
   * Maps a file of a model and checks it.
   *
   * @param arena what the mapping lives as long as
   * @throws WeightFormatException if it isn't a valid safetensors file
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static SafetensorsFile open(ModelPath place, Arena arena) {
    Path path = place.label();
    if (place.exists() && !place.isFile()) {
      throw new WeightFormatException(path, "is not a regular file");
    }
    MemorySegment file = place.map(arena);
    SafetensorsHeader header = SafetensorsHeader.read(path, file);
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(header.entries().size());
    for (SafetensorsHeader.Entry entry : header.entries()) {
      MemorySegment data =
          file.asSlice(header.dataStart() + entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), new Tensor(path, entry.name(), entry.type(), entry.shape(), data));
    }
    return new SafetensorsFile(path, tensors, header.metadata());
  }
}
