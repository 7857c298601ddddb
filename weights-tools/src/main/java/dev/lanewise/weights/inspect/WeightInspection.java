package dev.lanewise.weights.inspect;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.files.ModelFiles;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import dev.lanewise.weights.read.WeightSources;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What a weight file holds.
 *
 * @param path the file that was looked at, an index where there are several
 * @param format the name of its format
 * @param tensors its tensors in the order of the file
 * @param metadata what it says besides
 */
public record WeightInspection(
    Path path, String format, List<TensorSummary> tensors, Map<String, String> metadata) {
  public WeightInspection {
    tensors = List.copyOf(tensors);
  }

  /**
   * Looks at a weight file: safetensors, a PyTorch checkpoint, ONNX or GGUF, or an index of shards.
   * Memory doesn't grow with the size of its tensors.
   *
   * @param path the file, or a model's folder
   * @param statistics whether to look at the values too, which reads the whole file
   * @throws ModelFileException if it isn't a valid one; the message says what is wrong
   * @throws IOException if it can't be read
   */
  public static WeightInspection of(Path path, boolean statistics, Progress progress)
      throws IOException {
    Path file = Files.isDirectory(path) ? weightsOf(path) : path;
    try (Arena arena = Arena.ofShared()) {
      WeightSource source = WeightSources.open(file, arena);
      long total = source.tensors().stream().mapToLong(SourceTensor::storedBytes).sum();
      long done = 0;
      List<TensorSummary> tensors = new ArrayList<>();
      for (SourceTensor tensor : source.tensors()) {
        tensors.add(summary(tensor, statistics ? statistics(tensor) : Optional.empty()));
        done += tensor.storedBytes();
        progress.reached(done, total);
      }
      return new WeightInspection(file, source.format(), tensors, source.metadata());
    }
  }

  private static Path weightsOf(Path folder) throws IOException {
    boolean isModel = Files.exists(folder.resolve("modules.json"));
    return WeightSources.find(isModel ? ModelFiles.transformer(folder) : folder);
  }

  /** The number of elements of all tensors. */
  public long parameters() {
    return tensors.stream().mapToLong(TensorSummary::elements).sum();
  }

  /** The bytes of all tensors in the file. */
  public long bytes() {
    return tensors.stream().mapToLong(TensorSummary::bytes).sum();
  }

  private static TensorSummary summary(SourceTensor tensor, Optional<TensorStatistics> statistics) {
    List<Long> shape = LongStream.of(tensor.shape()).boxed().toList();
    return new TensorSummary(
        tensor.name(), tensor.storedType(), shape, tensor.storedBytes(), statistics);
  }

  private static Optional<TensorStatistics> statistics(SourceTensor tensor) throws IOException {
    Optional<StatisticsChannel> channel = tensor.type().flatMap(StatisticsChannel::of);
    if (channel.isEmpty()) {
      return Optional.empty();
    }
    tensor.content().writeTo(channel.get());
    return Optional.of(channel.get().statistics());
  }
}
