package dev.lanewise.engine.projection;

import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.Arena;
import java.util.List;

/** The files of a module's folder. */
final class ModuleFiles {
  private static final String VECTOR = "sentence_embedding";

  private ModuleFiles() {}

  /**
   * A module's {@code config.json}.
   *
   * @throws JsonException if there is none, or the module is for something else than the vectors of
   *     texts
   */
  static JsonNode config(ModelPath folder) {
    ModelPath file = folder.resolve("config.json");
    if (!file.exists()) {
      throw new JsonException(folder.toString(), "module", "there is no config.json");
    }
    JsonNode json = JsonNode.read(file);
    requireVectors(json);
    return json;
  }

  /**
   * Makes sure that a module works on the vectors of texts.
   *
   * @throws JsonException if it is for the vectors of tokens, or others
   */
  static void requireVectors(JsonNode config) {
    for (String key : List.of("module_input_name", "module_output_name")) {
      config
          .find(key)
          .filter(name -> !name.string().equals(VECTOR))
          .ifPresent(
              name -> {
                throw name.error("unsupported feature " + name);
              });
    }
  }

  /**
   * Makes sure that a module fits what stands before it.
   *
   * @throws JsonException if it doesn't
   */
  static void requireInputs(ModelPath folder, String key, int expected, int actual) {
    if (expected != actual) {
      throw new JsonException(
          folder.resolve("config.json").toString(),
          key,
          "is " + expected + ", but the vectors that come in have " + actual + " components");
    }
  }

  /** A module's tensors. */
  static NamedTensors tensors(ModelPath folder, Arena arena) {
    return NamedTensors.of(folder.label(), WeightFiles.open(folder, arena));
  }

  /**
   * Makes sure that a module has used all its tensors.
   *
   * @throws WeightFormatException if the file holds others
   */
  static void requireNoOthers(ModelPath folder, NamedTensors tensors) {
    if (!tensors.unused().isEmpty()) {
      throw new WeightFormatException(
          folder.label(), "holds tensors that the module has no use for: " + tensors.unused());
    }
  }
}
