package dev.lanewise.weights.quantize;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Int8Weights;
import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.engine.weights.WeightFiles;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.AtomicFolder;
import dev.lanewise.weights.files.ModelFiles;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.files.SafetensorsOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes a model with its transformer's weights in another form.
 *
 * <p>Only matrices are rounded: the weights of linear layers and the tables of embeddings. Biases,
 * norms and whatever else there is keep their bits, and so do the modules after the transformer. A
 * linear layer is what the engine makes of the wide file when it is told to hold its weights in
 * that form, to the last bit.
 *
 * <p>A model that is quantized already can be given another form, {@link WeightForm#F32} included,
 * which every reader of safetensors understands.
 */
public final class Quantizer {
  private static final String WEIGHT = "weight";

  /**
   * T5's table of what is added to attention scores: a few biases, though stored as an embedding.
   */
  private static final String RELATIVE_POSITIONS = "relative_attention_bias";

  /** {@code word_embeddings}, {@code embed_tokens}, {@code tok_embeddings}, and T5's table. */
  private static final Pattern EMBEDDING = Pattern.compile("(^|[._])embed|(^|\\.)shared\\.weight$");

  private final WeightForm linear;
  private final WeightForm embeddings;

  /**
   * @param linear the form of linear layers' weights
   * @param embeddings the form of tables of embeddings
   */
  public Quantizer(WeightForm linear, WeightForm embeddings) {
    this.linear = linear;
    this.embeddings = embeddings;
  }

  /**
   * Quantizes a model.
   *
   * @param model a folder as {@link dev.lanewise.engine.SentenceEncoder#open(Path)} takes it
   * @param target the folder to make, which must not be there or be empty; it appears when it is
   *     complete
   * @throws ModelFileException if the model's files aren't valid, hold a weight that is no number
   *     or beyond the form's range, or if something is in the target's place
   * @throws IOException if a file can't be read or written
   */
  public QuantizationReport quantize(Path model, Path target, Progress progress)
      throws IOException {
    Path transformer = ModelFiles.transformer(model);
    if (isWithin(target, model)) {
      throw new ModelFileException(target, "lies in the model's own folder");
    }
    try (Arena arena = Arena.ofShared();
        AtomicFolder folder = AtomicFolder.create(target)) {
      Map<String, Tensor> tensors = WeightFiles.open(transformer, arena);
      List<SafetensorsFile> files = files(tensors, arena);
      List<Path> leftOut = ModelFiles.copyWithoutWeights(model, transformer, folder.path());
      List<RoundedMatrix> rounded = new ArrayList<>();
      List<OutputTensor> outputs = new ArrayList<>();
      for (Tensor tensor : tensors.values()) {
        outputs.addAll(outputs(tensor, rounded));
      }
      Path inModel = model.relativize(transformer).resolve(ModelFiles.WEIGHTS);
      Path file = folder.path().resolve(inModel.toString());
      SafetensorsOutput.write(file, metadata(files, outputs), outputs, progress);
      long bytesBefore = 0;
      for (SafetensorsFile each : files) {
        bytesBefore += Files.size(each.path());
      }
      QuantizationReport report =
          new QuantizationReport(
              rounded.stream().map(RoundedMatrix::report).toList(),
              bytesBefore,
              Files.size(file),
              leftOut);
      folder.commit();
      return report;
    } catch (WeightFormatException e) {
      throw new ModelFileException(e);
    }
  }

  private static boolean isWithin(Path target, Path model) throws IOException {
    Path parent = target.toAbsolutePath().normalize().getParent();
    return parent != null
        && Files.isDirectory(parent)
        && parent.toRealPath().startsWith(model.toRealPath());
  }

  private static List<SafetensorsFile> files(Map<String, Tensor> tensors, Arena arena) {
    return tensors.values().stream()
        .map(Tensor::file)
        .distinct()
        .map(file -> SafetensorsFile.open(file, arena))
        .toList();
  }

  private List<OutputTensor> outputs(Tensor tensor, List<RoundedMatrix> rounded) {
    if (isMatrix(tensor)) {
      WeightForm form = isEmbedding(tensor.name()) ? embeddings : linear;
      if (form.type() != tensor.type()) {
        RoundedMatrix matrix = new RoundedMatrix(tensor, form);
        rounded.add(matrix);
        return matrix.outputs();
      }
    } else if (tensor.type() == ElementType.I8 && tensor.scales().isEmpty()) {
      throw new ModelFileException(
          tensor.file(), tensor + " holds integers without scales: another tool's quantization");
    }
    List<OutputTensor> copies = new ArrayList<>(List.of(OutputTensor.copyOf(tensor)));
    tensor.scales().map(OutputTensor::copyOf).ifPresent(copies::add);
    return copies;
  }

  private static boolean isMatrix(Tensor tensor) {
    String name = tensor.name();
    return tensor.holdsFloats()
        && tensor.shape().length == 2
        && (name.equals(WEIGHT) || name.endsWith("." + WEIGHT))
        && !name.contains(RELATIVE_POSITIONS);
  }

  private static boolean isEmbedding(String name) {
    return EMBEDDING.matcher(name).find();
  }

  private static Map<String, String> metadata(
      List<SafetensorsFile> files, List<OutputTensor> outputs) {
    Map<String, String> metadata = new TreeMap<>();
    for (SafetensorsFile file : files) {
      file.metadata().forEach(metadata::putIfAbsent);
    }
    metadata.remove(Int8Weights.KEY);
    if (outputs.stream().anyMatch(output -> output.type() == ElementType.I8)) {
      metadata.put(Int8Weights.KEY, Int8Weights.VERSION);
    }
    return metadata;
  }
}
