package dev.lanewise.weights.pull;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which of a model's files are needed to run it: configurations and tokenizers, one form of the
 * weights, the folders of its modules, and its licence. Not taken are the same weights in other
 * formats ({@code onnx}, {@code openvino}, TensorFlow, Flax), programs, pictures, and whatever else
 * a repository holds.
 */
final class NeededFiles {
  private static final String MODULES = "modules.json";
  private static final String INDEX = ".index.json";

  /** Weights that are run as they are, and those that must be converted, best first. */
  private static final List<String> RUN = List.of("model.safetensors");

  private static final List<String> CONVERTED = List.of("pytorch_model.bin");
  private static final List<String> ONNX = List.of("model.onnx", "onnx/model.onnx");

  private static final Pattern SETTINGS =
      Pattern.compile(
          "config\\.json|modules\\.json|config_sentence_transformers\\.json"
              + "|sentence_[\\w-]+_config\\.json"
              + "|tokenizer(?:_config)?\\.json|special_tokens_map\\.json|added_tokens\\.json"
              + "|vocab\\.(?:txt|json)|merges\\.txt|[\\w.-]+\\.model"
              + "|(?i:licen[cs]e|notice|copying)(?:[.-][\\w.-]+)?");

  /** What a module's folder may hold besides weights. */
  private static final Pattern MODULE_SETTINGS =
      Pattern.compile(".*(?<!\\.index)\\.(?:json|txt|model)");

  private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  /** Reads one of the model's JSON files, all of which are small. */
  @FunctionalInterface
  interface Reader {
    JsonNode read(String name) throws IOException;
  }

  private final NavigableSet<String> all;
  private final Reader reader;
  private final NavigableSet<String> chosen = new TreeSet<>();
  private final List<String> toConvert = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  private NeededFiles(NavigableSet<String> all, Reader reader) {
    this.all = all;
    this.reader = reader;
  }

  /**
   * Chooses.
   *
   * @param all the names of the model's files
   * @param reader reads those of them that say which others are needed
   * @throws HubException if such a file is damaged, or names one outside the repository
   */
  static NeededFiles of(NavigableSet<String> all, Reader reader) throws IOException {
    NeededFiles files = new NeededFiles(all, reader);
    try {
      files.choose();
    } catch (JsonException e) {
      throw new HubException(e);
    }
    return files;
  }

  private void choose() throws IOException {
    all.stream().filter(name -> SETTINGS.matcher(name).matches()).forEach(chosen::add);
    boolean own = chooseWeights("");
    boolean weights = own;
    if (all.contains(MODULES)) {
      for (JsonNode module : reader.read(MODULES).elements()) {
        weights |= chooseModule(module);
      }
    }
    for (String head : List.of("sparse_linear", "colbert_linear")) {
      if (!take(head + ".safetensors", false)) {
        take(head + ".pt", true);
      }
    }
    // Where a transformer's configuration is, its weights should be too.
    if (!weights || (all.contains("config.json") && !own)) {
      chooseOtherFormat();
    }
  }

  /** The files of a module, whose folder the list of modules names. */
  private boolean chooseModule(JsonNode module) throws IOException {
    String path = module.getOr("path", "", JsonNode::string);
    if (path.isEmpty()) {
      return false;
    }
    RemoteNames.refuseEscape(path);
    NavigableSet<String> folders = new TreeSet<>();
    for (String name : all) {
      if (name.startsWith(path + "/")) {
        folders.add(name.substring(0, name.lastIndexOf('/') + 1));
        if (MODULE_SETTINGS.matcher(name).matches()) {
          chosen.add(name);
        }
      }
    }
    // A module that has nothing to say has no folder; git keeps no empty ones.
    if (folders.isEmpty() && !module.getOr("type", "", JsonNode::string).endsWith("Normalize")) {
      missing.add(path);
    }
    boolean weights = false;
    for (String folder : folders) {
      weights |= chooseWeights(folder);
    }
    return weights;
  }

  /** The best form of the weights in a folder; false if there are none. */
  private boolean chooseWeights(String folder) throws IOException {
    for (String name : RUN) {
      if (take(folder + name, false) || takeShards(folder, name, false)) {
        return true;
      }
    }
    for (String name : CONVERTED) {
      if (take(folder + name, true) || takeShards(folder, name, true)) {
        return true;
      }
    }
    return false;
  }

  private boolean take(String name, boolean convert) {
    if (!all.contains(name)) {
      return false;
    }
    chosen.add(name);
    if (convert) {
      toConvert.add(name);
    }
    return true;
  }

  private boolean takeShards(String folder, String name, boolean convert) throws IOException {
    String index = folder + name + INDEX;
    if (!take(index, convert)) {
      return false;
    }
    for (JsonNode place : reader.read(index).get("weight_map").fields().values()) {
      String shard = place.string();
      if (!SHARD.matcher(shard).matches()) {
        throw place.error("is not a plain file name");
      }
      if (!take(folder + shard, false) && !missing.contains(folder + shard)) {
        missing.add(folder + shard);
      }
    }
    return true;
  }

  /** An ONNX export with the files beside it, or a GGUF file; only where there is nothing else. */
  private void chooseOtherFormat() {
    for (String name : ONNX) {
      if (take(name, true)) {
        all.stream()
            .filter(each -> each.startsWith(name + "_") || each.startsWith(name + "."))
            .forEach(chosen::add);
        return;
      }
    }
    List<String> gguf = all.stream().filter(name -> name.matches("[^/]+\\.gguf")).toList();
    if (gguf.size() == 1) {
      take(gguf.getFirst(), true);
    } else {
      missing.add(
          "weights as model.safetensors, pytorch_model.bin or model.onnx"
              + (gguf.isEmpty() ? "" : " (of several GGUF files none is chosen)"));
    }
  }

  /** The names of the files. */
  NavigableSet<String> chosen() {
    return chosen;
  }

  /** Those of them that hold weights which can't be run as they are, the transformer's first. */
  List<String> toConvert() {
    return toConvert;
  }

  /** What should be there and isn't. */
  List<String> missing() {
    return missing;
  }
}
