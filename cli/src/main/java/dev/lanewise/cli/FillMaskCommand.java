package dev.lanewise.cli;

import dev.lanewise.engine.MaskedLanguageModel;
import dev.lanewise.engine.MaskedText;
import dev.lanewise.engine.TokenCandidate;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The tokens that fit where a text has a mask. */
@Command(
    name = "fill-mask",
    description = {
      "Print the likeliest tokens for each mask of a text, and their probabilities.",
      "A mask is the model's own mask token: [MASK] for most, <mask> for RoBERTa and its relatives."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise fill-mask --model ./bert-base-uncased \"PVC is a kind of [MASK].\"",
      "  lanewise fill-mask --model ./bert-base-chinese \"聚氯乙烯是一种常用的[MASK]料。\" --top 3 \\",
      "      --format json"
    })
final class FillMaskCommand implements Callable<Integer> {
  private static final String KIND = "masked language model";

  @Spec private CommandSpec command;

  @Mixin private UnbundledModelOptions model;

  @Parameters(paramLabel = "TEXT", description = "A text with one mask or several.")
  private String text;

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "5",
      description = "How many tokens to print for each mask. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  @Override
  public Integer call() {
    if (top < 1) {
      throw new CommandLine.ParameterException(
          command.commandLine(), "--top must be at least 1, found " + top);
    }
    String wellFormed = TextFile.wellFormed(text);
    try (MaskedLanguageModel opened = model.open(KIND, MaskedLanguageModel::open)) {
      MaskedText filled = opened.fill(wellFormed, top);
      Truncations truncations = new Truncations();
      truncations.count(filled.tokens(), filled.totalTokens());
      truncations.report();
      if (format == OutputFormat.JSON) {
        printJson(wellFormed, filled.masks());
      } else {
        printTable(filled.masks());
      }
    }
    return 0;
  }

  /** A blank line between the masks. */
  private void printTable(List<List<TokenCandidate>> masks) {
    PrintWriter out = command.commandLine().getOut();
    for (int i = 0; i < masks.size(); i++) {
      if (i > 0) {
        out.println();
      }
      for (TokenCandidate candidate : masks.get(i)) {
        out.printf(Locale.ROOT, "%-20s  %.4f%n", candidate.text().strip(), candidate.probability());
      }
    }
  }

  private static void printJson(String text, List<List<TokenCandidate>> masks) {
    Json.print(
        json -> {
          json.writeStartObject();
          json.writeStringProperty("text", text);
          json.writeArrayPropertyStart("masks");
          for (List<TokenCandidate> candidates : masks) {
            json.writeStartArray();
            for (TokenCandidate candidate : candidates) {
              json.writeStartObject();
              json.writeStringProperty("token", candidate.token());
              json.writeStringProperty("text", candidate.text());
              json.writeNumberProperty("id", candidate.id());
              json.writeNumberProperty("probability", candidate.probability());
              json.writeEndObject();
            }
            json.writeEndArray();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
