package dev.lanewise.weights.files;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.ModelFileException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which files of a model's folder are what. */
public final class ModelFiles {
  /** The file that all tools write weights to. */
  public static final String WEIGHTS = "model.safetensors";

  private static final String SAFETENSORS = ".safetensors";

  /** The weights of a transformer in any format; beside a new form of them they are ballast. */
  private static final Pattern WEIGHT_FILE =
      Pattern.compile(
          "(model|pytorch_model)(-\\d+-of-\\d+)?\\.(safetensors|bin)(\\.index\\.json)?"
              + "|tf_model\\.h5|flax_model\\.msgpack|rust_model\\.ot|model\\.onnx(_data)?"
              + "|.*\\.gguf");

  /** Folders that hold nothing but other forms of the weights. */
  private static final Set<String> WEIGHT_FOLDERS = Set.of("onnx", "openvino", "coreml");

  private ModelFiles() {}

  /**
   * The folder with the transformer's configuration: the model's own, or the module's in it.
   *
   * @throws ModelFileException if there is none, or more than one
   * @throws IOException if a folder can't be read
   */
  public static Path transformer(Path model) throws IOException {
    if (!Files.isDirectory(model)) {
      if (Files.exists(model)) {
        throw new ModelFileException(model, "is not a folder");
      }
      throw new NoSuchFileException(model.toString());
    }
    if (isTransformer(model)) {
      return model;
    }
    List<Path> found = new ArrayList<>();
    try (Stream<Path> content = Files.list(model)) {
      for (Path each : content.filter(Files::isDirectory).sorted().toList()) {
        if (isTransformer(each)) {
          found.add(each);
        }
      }
    }
    if (found.size() != 1) {
      throw new ModelFileException(
          model,
          found.isEmpty()
              ? "holds no model: no config.json with a model_type"
              : "holds several models: " + found);
    }
    return found.getFirst();
  }

  private static boolean isTransformer(Path folder) {
    Path config = folder.resolve("config.json");
    try {
      return Files.exists(config) && JsonNode.read(config).find("model_type").isPresent();
    } catch (JsonException e) {
      throw new ModelFileException(config, e.detail());
    }
  }

  /**
   * Copies a model's folder without its transformer's weights and without what starts with a dot.
   *
   * @param transformer the folder in it whose weights are left out
   * @return the weights in other formats than safetensors that were left out, relative to the model
   */
  public static List<Path> copyWithoutWeights(Path model, Path transformer, Path to)
      throws IOException {
    List<Path> leftOut = new ArrayList<>();
    List<Path> files;
    try (Stream<Path> content = Files.walk(model)) {
      files = content.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path relative = model.relativize(file);
      if (isHidden(relative)) {
        continue;
      }
      if (isWeights(relative, transformer.relativize(file))) {
        if (!relative.toString().contains(SAFETENSORS)) {
          leftOut.add(relative);
        }
        continue;
      }
      Path copy = to.resolve(relative.toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    return leftOut;
  }

  /**
   * All files of a model's folder but what starts with a dot, through links, by their names with
   * {@code /} between folders.
   *
   * @throws ModelFileException if it is no folder, or holds what is neither folder nor file
   * @throws IOException if a folder can't be read
   */
  public static SortedMap<String, Path> all(Path model) throws IOException {
    if (!Files.isDirectory(model)) {
      if (Files.exists(model)) {
        throw new ModelFileException(model, "is not a folder");
      }
      throw new NoSuchFileException(model.toString());
    }
    SortedMap<String, Path> all = new TreeMap<>();
    try (Stream<Path> content = Files.walk(model, FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : (Iterable<Path>) content::iterator) {
        Path relative = model.relativize(path);
        if (Files.isDirectory(path) || isHidden(relative)) {
          continue;
        }
        if (!Files.isRegularFile(path)) {
          throw new ModelFileException(path, "is not a regular file");
        }
        all.put(relative.toString().replace(File.separatorChar, '/'), path);
      }
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e.getCause());
    }
    return all;
  }

  private static boolean isHidden(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWeights(Path inModel, Path inTransformer) {
    return WEIGHT_FOLDERS.contains(inModel.getName(0).toString())
        || (inTransformer.getNameCount() == 1
            && WEIGHT_FILE.matcher(inTransformer.toString()).matches());
  }
}
