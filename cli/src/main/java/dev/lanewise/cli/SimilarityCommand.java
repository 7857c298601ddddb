package dev.lanewise.cli;

import dev.lanewise.engine.Embedding;
import dev.lanewise.engine.Embeddings;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.search.ReadingBand;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How alike texts are. */
@Command(
    name = "similarity",
    description = {
      "Print the cosine similarity of the first text with each of the others, and how people commonly"
          + " read it: above 0.9 nearly the same meaning, from 0.8 highly related, from 0.6 possibly"
          + " related, below practically unrelated."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise similarity \"What is PVC?\" \"Polyvinyl chloride is a commonly used plastic.\"",
      "  lanewise similarity --format json 你好 您好 再见"
    })
final class SimilarityCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;
  @Mixin private PromptOptions prompt;

  @Parameters(index = "0", paramLabel = "TEXT", description = "The text to compare with.")
  private String first;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "OTHER",
      description = "The texts to compare.")
  private List<String> others = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() {
    List<String> texts = new ArrayList<>(List.of(first));
    texts.addAll(others);
    texts.replaceAll(TextFile::wellFormed);
    try (SentenceEncoder encoder = model.open()) {
      Embeddings embeddings = encoder.encode(texts, prompt.apply(EncodeOptions.DEFAULT));
      Truncations truncations = new Truncations();
      for (Embedding embedding : embeddings) {
        truncations.count(embedding);
      }
      truncations.report();
      float[] cosines = new float[others.size()];
      for (int i = 0; i < cosines.length; i++) {
        cosines[i] = Similarity.COSINE.of(embeddings.vector(0), embeddings.vector(i + 1));
      }
      if (format == OutputFormat.JSON) {
        printJson(texts, cosines);
      } else {
        printTable(texts, cosines);
      }
    }
    return 0;
  }

  private void printTable(List<String> texts, float[] cosines) {
    PrintWriter out = command.commandLine().getOut();
    for (int i = 0; i < cosines.length; i++) {
      out.printf(
          Locale.ROOT,
          "%7.4f  %-34s  %s%n",
          cosines[i],
          ReadingBand.of(cosines[i]),
          texts.get(i + 1));
    }
  }

  private static void printJson(List<String> texts, float[] cosines) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("text", texts.get(0));
          json.writeArrayPropertyStart("similarities");
          for (int i = 0; i < cosines.length; i++) {
            json.writeStartObject();
            json.writeStringProperty("text", texts.get(i + 1));
            json.writeNumberProperty("cosine", cosines[i]);
            json.writeStringProperty("reading", ReadingBand.of(cosines[i]).toString());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
