package dev.lanewise.engine.weights;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the weights of a model folder: one file, or several that an index ties together. */
public final class WeightFiles {
  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = "model.safetensors.index.json";

  /** What a folder may hold instead. */
  private static final List<String> UNSUPPORTED =
      List.of(
          "pytorch_model.bin",
          "pytorch_model.bin.index.json",
          "tf_model.h5",
          "flax_model.msgpack",
          "onnx/model.onnx",
          "model.onnx");

  private WeightFiles() {}

  /**
   * The tensors of a folder of the file system; see {@link #open(ModelPath, Arena)}.
   *
   * @throws WeightFormatException if there are none, or they aren't valid
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static Map<String, Tensor> open(Path folder, Arena arena) {
    return open(ModelPath.of(folder), arena);
  }

  /**
   * The tensors of a folder by name; a matrix of {@link Int8Weights} has its scales with it.
   *
   * @param arena what the mappings live as long as
   * @throws WeightFormatException if there are none, or they aren't valid
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static Map<String, Tensor> open(ModelPath folder, Arena arena) {
    ModelPath single = folder.resolve(SINGLE);
    if (isThere(single)) {
      SafetensorsFile file = SafetensorsFile.open(single, arena);
      return Int8Weights.join(List.of(file), file.tensors());
    }
    ModelPath index = folder.resolve(INDEX);
    if (isThere(index)) {
      return openShards(index, arena);
    }
    for (String name : UNSUPPORTED) {
      if (folder.resolve(name).exists()) {
        throw new WeightFormatException(
            folder.label(),
            "has weights only as "
                + name
                + ", which must be converted to "
                + SINGLE
                + " ('lanewise convert' does)");
      }
    }
    throw new WeightFormatException(
        folder.label(), "has no weights: neither " + SINGLE + " nor " + INDEX);
  }

  /** Whether there is a file of this name; a link to a missing one is told from no file at all. */
  private static boolean isThere(ModelPath path) {
    if (path.exists()) {
      return true;
    }
    path.brokenLink()
        .ifPresent(
            target -> {
              throw new WeightFormatException(
                  path.label(), "is a link to " + target + ", which is not there");
            });
    return false;
  }

  private static Map<String, Tensor> openShards(ModelPath index, Arena arena) {
    Map<String, JsonNode> weightMap;
    try {
      weightMap = JsonNode.read(index).get("weight_map").fields();
    } catch (JsonException e) {
      throw new WeightFormatException(index.label(), e.detail());
    }
    Map<String, SafetensorsFile> shards = new LinkedHashMap<>();
    Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(weightMap.size());
    weightMap.forEach(
        (name, node) -> {
          String fileName = shardName(index, node);
          SafetensorsFile shard = shards.computeIfAbsent(fileName, f -> openShard(index, f, arena));
          Tensor tensor = shard.tensors().get(name);
          if (tensor == null) {
            throw new WeightFormatException(
                shard.path(), "lacks tensor " + name + ", which the index says is there");
          }
          tensors.put(name, tensor);
        });
    for (SafetensorsFile shard : shards.values()) {
      for (Tensor tensor : shard.tensors().values()) {
        Tensor other = tensors.putIfAbsent(tensor.name(), tensor);
        if (other != null && !other.file().equals(tensor.file())) {
          throw new WeightFormatException(
              shard.path(), "has tensor " + tensor.name() + ", as has " + other.file());
        }
      }
    }
    return Int8Weights.join(shards.values(), tensors);
  }

  private static SafetensorsFile openShard(ModelPath index, String fileName, Arena arena) {
    ModelPath shard = index.folder().resolve(fileName);
    if (!isThere(shard)) {
      throw new WeightFormatException(
          index.label(), "names the shard " + fileName + ", which is not there");
    }
    return SafetensorsFile.open(shard, arena);
  }

  /** A shard's name, which has to be that of a file beside the index and not a way out. */
  private static String shardName(ModelPath index, JsonNode node) {
    String name;
    try {
      name = node.string();
    } catch (JsonException e) {
      throw new WeightFormatException(index.label(), e.detail());
    }
    if (!name.matches("[A-Za-z0-9._-]+") || name.startsWith(".")) {
      throw new WeightFormatException(
          index.label(), "names a shard \"" + name + "\": not a plain file name");
    }
    return name;
  }
}
