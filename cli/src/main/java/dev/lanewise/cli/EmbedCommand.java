package dev.lanewise.cli;

import dev.lanewise.engine.Embedding;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.HybridEmbedding;
import dev.lanewise.engine.HybridEncoder;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.files.AtomicFile;
import dev.lanewise.engine.search.Precision;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** Texts to vectors. */
@Command(
    name = "embed",
    description = "Print the vector of each text, in the order of the texts.",
    footer = {
      "",
      "Examples:",
      "  lanewise embed --text \"What is PVC?\"",
      "  lanewise embed --model ./bge-small-en-v1.5 texts.jsonl -o vectors.jsonl",
      "  cat texts.txt | lanewise embed - --dims 256 --normalize --format tsv",
      "  lanewise embed data.csv --column body --format npy --precision int8 -o body.npy",
      "  lanewise embed new.txt --format npy --precision int8 --calibration sample.txt -o new.npy",
      "  lanewise embed --model ./bge-m3 texts.txt --outputs dense,sparse,colbert"
    })
final class EmbedCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;
  @Mixin private TextOptions texts;
  @Mixin private PromptOptions prompt;
  @Mixin private LongTextOptions longTexts;

  @Option(
      names = "--dims",
      paramLabel = "N",
      description = "Keep the first N components of each vector.")
  private Optional<Integer> dimensions = Optional.empty();

  @Option(
      names = "--normalize",
      negatable = true,
      description = {
        "Scale vectors to length one after shortening them, or don't scale them at all.",
        "Default: as the model says."
      })
  private Optional<Boolean> normalize = Optional.empty();

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "float32",
      description = {
        "float32, int8, uint8, binary or ubinary. The int8 forms take each component's range from"
            + " all the texts, so all vectors are held in memory, or from --calibration.",
        "Default: ${DEFAULT-VALUE}."
      })
  private Precision precision;

  @Option(
      names = "--calibration",
      paramLabel = "FILE",
      description = {
        "With --precision int8 or uint8: take the ranges from the texts of this file, so that"
            + " vectors that are made at different times can be compared."
      })
  private Optional<String> calibration = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = {
        "jsonl ({\"index\":0,\"embedding\":[...]} a line), tsv (the components of a vector a line)"
            + " or npy (a NumPy array of all vectors).",
        "Default: ${DEFAULT-VALUE}."
      })
  private VectorFormat format;

  @Option(
      names = "--outputs",
      paramLabel = "OUTPUT",
      split = ",",
      description = {
        "Of a model with three outputs (bge-m3): dense, sparse, colbert or several, as jsonl:"
            + " {\"index\":0,\"embedding\":[...],\"lexical_weights\":{\"ID\":0.2,...},"
            + "\"colbert_vecs\":[[...],...]} a line, weights by token id.",
        "Default: the dense vector of any model."
      })
  private Set<HybridOutput> outputs = EnumSet.noneOf(HybridOutput.class);

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to this file, which appears when it is complete.")
  private Optional<Path> output = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (calibration.isPresent() && !precision.needsRanges()) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--calibration is for --precision int8 and uint8");
    }
    if (!outputs.isEmpty()) {
      embedAllOutputs();
      return 0;
    }
    try (Stream<String> input = texts.open();
        SentenceEncoder encoder = model.open()) {
      EncodeOptions options = options();
      int dimension = encoder.dimension(options);
      Optional<Precision.Ranges> ranges = Optional.empty();
      if (calibration.isPresent()) {
        ranges = Optional.of(ranges(encoder, options));
      }
      Optional<Precision.Ranges> calibrated = ranges;
      try (Stream<Embedding> embeddings = encoder.encode(input, options)) {
        toOutput(out -> write(embeddings.iterator(), dimension, calibrated, out));
      }
    }
    return 0;
  }

  private void embedAllOutputs() throws IOException {
    if (format != VectorFormat.JSONL || precision != Precision.FLOAT32) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--outputs is for --format jsonl and --precision float32");
    }
    try (Stream<String> input = texts.open();
        HybridEncoder encoder = HybridEncoder.open(model.folder(), model.options());
        Stream<HybridEmbedding> embeddings = encoder.encode(input, options())) {
      toOutput(out -> writeOutputs(embeddings.iterator(), out));
    }
  }

  private void writeOutputs(Iterator<HybridEmbedding> embeddings, OutputStream out)
      throws IOException {
    Truncations truncations = new Truncations();
    try (JsonLines lines = new JsonLines(out)) {
      for (long index = 0; embeddings.hasNext(); index++) {
        HybridEmbedding embedding = embeddings.next();
        truncations.count(embedding.tokens(), embedding.totalTokens());
        JsonGenerator json = lines.startObject();
        json.writeNumberProperty("index", index);
        for (HybridOutput each : HybridOutput.values()) {
          if (outputs.contains(each)) {
            each.write(json, embedding);
          }
        }
        json.writeEndObject();
      }
    }
    truncations.report();
  }

  /** What writes to a stream. */
  @FunctionalInterface
  private interface Content {
    void write(OutputStream out) throws IOException;
  }

  /** Writes to the file that is asked for, which appears when it is complete, or to stdout. */
  private void toOutput(Content content) throws IOException {
    if (output.isEmpty()) {
      try (OutputStream out = new BufferedOutputStream(Console.standardOutput(), 1 << 16)) {
        content.write(out);
      }
    } else {
      try (AtomicFile file = AtomicFile.create(output.get())) {
        OutputStream out =
            new BufferedOutputStream(Channels.newOutputStream(file.channel()), 1 << 16);
        content.write(out);
        out.flush();
        file.commit();
      }
    }
  }

  private EncodeOptions options() {
    EncodeOptions options = longTexts.apply(prompt.apply(EncodeOptions.DEFAULT));
    if (dimensions.isPresent()) {
      options = options.withDimensions(dimensions.get());
    }
    return normalize.isEmpty()
        ? options
        : options.withNormalization(
            normalize.get()
                ? EncodeOptions.Normalization.ALWAYS
                : EncodeOptions.Normalization.NEVER);
  }

  /** The ranges of the calibration texts' vectors. */
  private Precision.Ranges ranges(SentenceEncoder encoder, EncodeOptions options) {
    String file = calibration.orElseThrow();
    List<float[]> vectors = new ArrayList<>();
    try (Stream<String> sample = TextOptions.open(file, Optional.empty(), Optional.empty());
        Stream<Embedding> embeddings = encoder.encode(sample, options)) {
      embeddings.forEach(embedding -> vectors.add(embedding.vector()));
    }
    if (vectors.isEmpty()) {
      throw new IllegalArgumentException(file + ": has no texts to take ranges from");
    }
    return Precision.Ranges.of(vectors.toArray(float[][]::new));
  }

  private void write(
      Iterator<Embedding> embeddings,
      int dimension,
      Optional<Precision.Ranges> calibrated,
      OutputStream out)
      throws IOException {
    Truncations truncations = new Truncations();
    try (VectorWriter writer = format.writer(out, precision, dimension)) {
      if (precision.needsRanges() && calibrated.isEmpty()) {
        List<float[]> vectors = new ArrayList<>();
        while (embeddings.hasNext()) {
          vectors.add(truncations.count(embeddings.next()).vector());
        }
        if (!vectors.isEmpty()) {
          Precision.Ranges ranges = Precision.Ranges.of(vectors.toArray(float[][]::new));
          for (float[] vector : vectors) {
            writer.write(precision.quantize(vector, ranges));
          }
        }
      } else {
        while (embeddings.hasNext()) {
          float[] vector = truncations.count(embeddings.next()).vector();
          if (precision == Precision.FLOAT32) {
            writer.write(vector);
          } else {
            writer.write(precision.quantize(vector, calibrated.orElse(NO_RANGES)));
          }
        }
      }
    }
    truncations.report();
  }

  /** The binary forms look at signs only. */
  private static final Precision.Ranges NO_RANGES =
      new Precision.Ranges(new float[0], new float[0]);
}
