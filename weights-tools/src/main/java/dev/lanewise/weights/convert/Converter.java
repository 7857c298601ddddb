package dev.lanewise.weights.convert;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.AtomicFolder;
import dev.lanewise.weights.files.ModelFiles;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.files.SafetensorsOutput;
import dev.lanewise.weights.read.MappedFile;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import dev.lanewise.weights.read.WeightSources;
import dev.lanewise.weights.read.gguf.GgufFile;
import dev.lanewise.weights.read.onnx.OnnxFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Makes a model's folder with {@code model.safetensors} from weights in another format: a PyTorch
 * checkpoint, an ONNX export or a GGUF file. Elements keep their type and bits; Q8_0 becomes F32.
 *
 * <p>From a folder everything but the weights is copied; the weights of modules behind the
 * transformer ({@code 2_Dense/pytorch_model.bin}, {@code sparse_linear.pt}) are converted as well.
 * A GGUF file brings its own configuration and vocabulary.
 */
public final class Converter {
  private static final Map<String, String> METADATA = Map.of("format", "pt");
  private static final String CONFIG = "config.json";

  private final boolean normalize;

  /**
   * @param normalize whether a GGUF model gets a module that scales vectors to length one, which
   *     its file doesn't say
   */
  public Converter(boolean normalize) {
    this.normalize = normalize;
  }

  /**
   * Converts a model.
   *
   * @param source a model's folder, or a weight file that stands in one, or a GGUF file
   * @param target the folder to make, which must not be there or be empty; it appears when complete
   * @throws ModelFileException if the weights are damaged or can't be converted, or if something is
   *     in the target's place
   * @throws IOException if a file can't be read or written
   */
  public ConversionReport convert(Path source, Path target, Progress progress) throws IOException {
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    Path model = Files.isDirectory(source) ? source : folderOf(source);
    boolean gguf = !Files.isDirectory(source) && source.toString().endsWith(".gguf");
    Path transformer = gguf ? model : ModelFiles.transformer(model);
    Path weights = Files.isDirectory(source) ? WeightSources.find(transformer) : source;
    try (Arena arena = Arena.ofShared();
        AtomicFolder folder = AtomicFolder.create(target)) {
      return weights.toString().endsWith(".gguf")
          ? convertGguf(weights, folder, arena, progress)
          : convertFolder(model, transformer, weights, folder, arena, progress);
    }
  }

  /** The folder that a weight file belongs to. */
  private static Path folderOf(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent == null || file.toString().endsWith(".gguf")) {
      return file;
    }
    Path above = parent.getParent();
    if (!Files.exists(parent.resolve(CONFIG))
        && above != null
        && Files.exists(above.resolve(CONFIG))) {
      return above;
    }
    return parent;
  }

  private ConversionReport convertGguf(
      Path file, AtomicFolder folder, Arena arena, Progress progress) throws IOException {
    GgufModel model = new GgufModel(GgufFile.open(file, MappedFile.map(file, arena)));
    List<OutputTensor> tensors = model.tensors();
    model.writeFolder(folder.path(), normalize);
    Path output = folder.path().resolve(ModelFiles.WEIGHTS);
    SafetensorsOutput.write(output, METADATA, tensors, progress);
    List<String> notes =
        List.of(
            "the file doesn't say whether the tokenizer lowercases; it is assumed to, as llama.cpp does",
            normalize
                ? "vectors are scaled to length one"
                : "the file doesn't say whether vectors are scaled to length one; they are not");
    ConversionReport report =
        new ConversionReport(file, "GGUF", tensors.size(), Files.size(output), notes);
    folder.commit();
    return report;
  }

  private static ConversionReport convertFolder(
      Path model,
      Path transformer,
      Path weights,
      AtomicFolder folder,
      Arena arena,
      Progress progress)
      throws IOException {
    List<String> notes = new ArrayList<>();
    String format;
    List<OutputTensor> tensors;
    if (weights.toString().endsWith(".onnx")) {
      tensors = OnnxWeights.of(OnnxFile.open(weights, MappedFile.map(weights, arena), arena));
      format = "ONNX";
    } else {
      WeightSource source = WeightSources.open(weights, arena);
      tensors = outputs(source, notes);
      format = source.format();
    }
    if (tensors.isEmpty()) {
      throw new ModelFileException(weights, "holds no weights");
    }
    List<Path> leftOut = ModelFiles.copyWithoutWeights(model, transformer, folder.path());
    leftOut.removeIf(file -> isPartOf(model.resolve(file.toString()), weights));
    if (!leftOut.isEmpty()) {
      notes.add("not copied, the weights in other formats: " + leftOut);
    }
    Path place = folder.path().resolve(model.relativize(transformer).toString());
    Path output = place.resolve(ModelFiles.WEIGHTS);
    SafetensorsOutput.write(output, METADATA, tensors, progress);
    convertModules(folder.path(), notes);
    ConversionReport report =
        new ConversionReport(weights, format, tensors.size(), Files.size(output), notes);
    folder.commit();
    return report;
  }

  /** Whether a file is the one that was converted, or a shard or other part of it. */
  private static boolean isPartOf(Path file, Path weights) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path other = weights.toAbsolutePath().normalize().getParent();
    return Objects.equals(folder, other) && stem(file).equals(stem(weights));
  }

  /** A file's name up to what tells its parts and its format. */
  private static String stem(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("[-.].*", "");
  }

  private static List<OutputTensor> outputs(WeightSource source, List<String> notes) {
    List<OutputTensor> outputs = new ArrayList<>();
    List<String> left = new ArrayList<>();
    int renamed = 0;
    for (SourceTensor tensor : source.tensors()) {
      var name = TensorNames.clean(tensor.name());
      if (name.isEmpty()) {
        left.add(tensor.name());
      } else {
        renamed += name.get().equals(tensor.name()) ? 0 : 1;
        outputs.add(tensor.output(name.get()));
      }
    }
    if (renamed > 0) {
      notes.add(renamed + " tensors renamed");
    }
    if (!left.isEmpty()) {
      notes.add("not needed and left out: " + left);
    }
    return outputs;
  }

  /**
   * Converts the checkpoints that were copied with the modules behind the transformer: those in
   * folders of their own, and bge-m3's {@code sparse_linear.pt} and {@code colbert_linear.pt}. What
   * training has left, such as an optimizer's state, stays as it is.
   */
  private static void convertModules(Path folder, List<String> notes) throws IOException {
    List<Path> checkpoints;
    try (Stream<Path> files = Files.walk(folder)) {
      checkpoints =
          files
              .filter(
                  path ->
                      path.endsWith("pytorch_model.bin") || path.toString().endsWith("_linear.pt"))
              .sorted()
              .toList();
    }
    for (Path checkpoint : checkpoints) {
      Path relative = folder.relativize(checkpoint);
      Path output =
          checkpoint.endsWith("pytorch_model.bin")
              ? checkpoint.resolveSibling(ModelFiles.WEIGHTS)
              : Path.of(checkpoint.toString().replaceFirst("\\.pt$", ".safetensors"));
      try (Arena arena = Arena.ofShared()) {
        List<OutputTensor> tensors =
            WeightSources.open(checkpoint, arena).tensors().stream()
                .map(tensor -> tensor.output(tensor.name()))
                .toList();
        SafetensorsOutput.write(output, METADATA, tensors, Progress.NONE);
      }
      Files.delete(checkpoint);
      notes.add("converted " + relative);
    }
  }
}
