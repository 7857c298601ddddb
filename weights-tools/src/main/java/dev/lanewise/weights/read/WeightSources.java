package dev.lanewise.weights.read;

import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.gguf.GgufFile;
import dev.lanewise.weights.read.onnx.OnnxFile;
import dev.lanewise.weights.read.torch.TorchFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Opens weight files of any format. */
public final class WeightSources {
  /** What a folder is looked through for, in this order. */
  private static final List<String> NAMES =
      List.of(
          "model.safetensors",
          "model.safetensors.index.json",
          "pytorch_model.bin",
          "pytorch_model.bin.index.json",
          "model.onnx",
          "onnx/model.onnx");

  private static final String INDEX = ".index.json";
  private static final int MAGIC_BYTES = 4;

  private WeightSources() {}

  /** The weight file of a folder: the preferred of the formats that it has. */
  public static Path find(Path folder) throws IOException {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        return file;
      }
    }
    try (Stream<Path> content = Files.list(folder)) {
      List<Path> gguf = content.filter(path -> path.toString().endsWith(".gguf")).sorted().toList();
      if (gguf.size() == 1) {
        return gguf.getFirst();
      }
      throw new ModelFileException(
          folder,
          gguf.isEmpty() ? "holds no weights that are known: " + NAMES : "holds several: " + gguf);
    }
  }

  /**
   * Opens a weight file, or the index of several.
   *
   * @param arena what the mappings live as long as
   * @throws ModelFileException if it is damaged or of an unknown format
   */
  public static WeightSource open(Path file, Arena arena) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    try {
      return file.toString().endsWith(INDEX) ? openShards(file, arena) : openFile(file, arena);
    } catch (WeightFormatException e) {
      throw new ModelFileException(e);
    }
  }

  private static WeightSource openFile(Path file, Arena arena) throws IOException {
    MemorySegment bytes = MappedFile.map(file, arena);
    byte[] head =
        bytes.asSlice(0, Math.min(MAGIC_BYTES, bytes.byteSize())).toArray(ValueLayout.JAVA_BYTE);
    String magic = new String(head, StandardCharsets.ISO_8859_1);
    String name = file.toString();
    // A safetensors file begins with a length, which can look like any magic number.
    if (name.endsWith(".safetensors")) {
      return safetensors(file, arena);
    }
    if (name.endsWith(".onnx")) {
      return OnnxFile.open(file, bytes, arena).source();
    }
    if (magic.equals("GGUF")) {
      return GgufFile.open(file, bytes).source();
    }
    if (magic.startsWith("PK") || (magic.length() > 1 && magic.charAt(0) == 0x80)) {
      return TorchFile.open(file, bytes);
    }
    // Which says, too, what the file seems to be instead.
    return safetensors(file, arena);
  }

  private static WeightSource safetensors(Path file, Arena arena) {
    SafetensorsFile content = SafetensorsFile.open(file, arena);
    return new WeightSource(
        file,
        "safetensors",
        content.tensors().values().stream().map(SourceTensor::of).toList(),
        content.metadata());
  }

  /** An index says which of the files beside it has which tensor. */
  private static WeightSource openShards(Path index, Arena arena) throws IOException {
    Map<String, String> places = new LinkedHashMap<>();
    try {
      JsonNode.read(index)
          .get("weight_map")
          .fields()
          .forEach((name, node) -> places.put(name, node.string()));
    } catch (JsonException e) {
      throw new ModelFileException(index, e.detail());
    }
    Map<String, Map<String, SourceTensor>> shards = new HashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    List<SourceTensor> tensors = new ArrayList<>();
    String format = "";
    for (Map.Entry<String, String> place : places.entrySet()) {
      String shard = place.getValue();
      if (!shards.containsKey(shard)) {
        WeightSource source = openFile(shard(index, shard), arena);
        format = source.format();
        source.metadata().forEach(metadata::putIfAbsent);
        Map<String, SourceTensor> byName = new HashMap<>();
        source.tensors().forEach(tensor -> byName.put(tensor.name(), tensor));
        shards.put(shard, byName);
      }
      SourceTensor tensor = shards.getOrDefault(shard, Map.of()).get(place.getKey());
      if (tensor == null) {
        throw new ModelFileException(index, place.getKey() + " is not in " + shard);
      }
      tensors.add(tensor);
    }
    return new WeightSource(index, format + ", " + shards.size() + " shards", tensors, metadata);
  }

  private static Path shard(Path index, String name) {
    if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
      throw new ModelFileException(index, "names a shard \"" + name + "\": not a plain file name");
    }
    Path shard = index.resolveSibling(name);
    if (!Files.isRegularFile(shard)) {
      throw new ModelFileException(index, "names the shard " + name + ", which is not there");
    }
    return shard;
  }
}
