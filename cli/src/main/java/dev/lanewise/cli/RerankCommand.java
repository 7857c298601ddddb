package dev.lanewise.cli;

import dev.lanewise.engine.CrossEncoder;
import dev.lanewise.engine.PairScore;
import dev.lanewise.engine.RankedDocument;
import dev.lanewise.engine.ScoreActivation;
import dev.lanewise.engine.ScoreOptions;
import dev.lanewise.engine.TextPair;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How well passages answer questions, by a cross-encoder. */
@Command(
    name = "rerank",
    description = {
      "Print what a cross-encoder says of pairs of texts, or the documents that answer a query best."
    },
    footer = {
      "",
      "Output: {\"index\":0,\"score\":0.98} a line; with QUERY the best first, each with its \"rank\""
          + " and \"document\". A model with several labels gives \"scores\":{\"LABEL\":0.9,...}.",
      "",
      "Examples:",
      "  lanewise rerank --model ./bge-reranker-base --pairs pairs.jsonl",
      "  lanewise rerank --model ./ms-marco-MiniLM-L6-v2 \"What is PVC?\" \\",
      "      --docs examples/faq.jsonl --top 3 --format table"
    })
final class RerankCommand implements Callable<Integer> {
  private static final String KIND = "cross-encoder";

  @Spec private CommandSpec command;

  @Mixin private UnbundledModelOptions model;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "QUERY",
      description = "What the documents are to answer.")
  private Optional<String> query = Optional.empty();

  @Option(
      names = "--pairs",
      paramLabel = "FILE",
      description =
          "Pairs to score: a JSON array [\"question\",\"passage\"] a line. - is standard input.")
  private Optional<String> pairs = Optional.empty();

  @Option(
      names = "--docs",
      paramLabel = "FILE",
      description = {
        "The documents: .txt one a line; .jsonl a JSON string a line, or an object with a field"
            + " \"text\"; .csv and .tsv with a header. - is standard input."
      })
  private Optional<String> documents = Optional.empty();

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column of a .csv or .tsv file that holds the documents.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "txt, jsonl, csv or tsv, where the name of the documents' file doesn't tell.")
  private Optional<TextFormat> inputFormat = Optional.empty();

  @Option(
      names = "--top",
      paramLabel = "K",
      description = "How many documents to print. Default: all.")
  private Optional<Integer> top = Optional.empty();

  @ArgGroup(exclusive = true)
  private Scores scores = new Scores();

  private static final class Scores {
    @Option(
        names = "--raw-scores",
        description = "Print logits. Default: what the model says, mostly their sigmoid.")
    private boolean raw;

    @Option(
        names = "--softmax",
        description = "Print the probabilities of a model's several labels.")
    private boolean softmax;
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jsonl",
      description = "jsonl, json (one array) or table. Default: ${DEFAULT-VALUE}.")
  private ScoreFormat format;

  @Override
  public Integer call() throws IOException {
    if (pairs.isPresent() == query.isPresent()
        || (pairs.isPresent() && (documents.isPresent() || top.isPresent()))
        || (query.isPresent() && documents.isEmpty())) {
      throw wrongUsage("give either --pairs FILE, or QUERY with --docs FILE");
    }
    if (top.isPresent() && top.get() < 1) {
      throw wrongUsage("--top must be at least 1, found " + top.get());
    }
    try (CrossEncoder encoder = model.open(KIND, CrossEncoder::open)) {
      if (scores.softmax && encoder.labels().size() == 1) {
        throw wrongUsage("--softmax is for several labels, the model has one");
      }
      if (pairs.isPresent()) {
        scorePairs(encoder, pairs.get());
      } else {
        rankDocuments(encoder, query.orElseThrow(), documents.orElseThrow());
      }
    }
    return 0;
  }

  private ScoreOptions options() {
    if (scores.raw) {
      return ScoreOptions.RAW;
    }
    return scores.softmax
        ? ScoreOptions.DEFAULT.withActivation(ScoreActivation.SOFTMAX)
        : ScoreOptions.DEFAULT;
  }

  private void scorePairs(CrossEncoder encoder, String file) throws IOException {
    Truncations truncations = new Truncations("pair");
    try (Stream<TextPair> input = TextOptions.openPairs(file);
        Stream<PairScore> results = encoder.score(input, options());
        OutputStream out = new BufferedOutputStream(Console.standardOutput(), 1 << 16);
        ScoreWriter writer = ScoreWriter.of(format, encoder.labels(), out)) {
      Iterator<PairScore> iterator = results.iterator();
      for (int index = 0; iterator.hasNext(); index++) {
        PairScore score = iterator.next();
        truncations.count(score.tokens(), score.totalTokens());
        writer.write(index, score.scores());
      }
    }
    truncations.report();
  }

  private void rankDocuments(CrossEncoder encoder, String wanted, String file) throws IOException {
    if (encoder.labels().size() > 1) {
      throw new IllegalArgumentException(
          encoder.info().encoder().folder()
              + ": has the labels "
              + encoder.labels()
              + ", of which none says how well a document answers; score pairs instead");
    }
    List<String> texts;
    try (Stream<String> read = TextOptions.open(file, inputFormat, column)) {
      texts = read.toList();
    }
    String question = TextFile.wellFormed(wanted);
    List<TextPair> scored = texts.stream().map(text -> new TextPair(question, text)).toList();
    Truncations truncations = new Truncations("document");
    List<PairScore> results = new ArrayList<>();
    try (Stream<PairScore> stream = encoder.score(scored.stream(), options())) {
      stream.forEach(
          score -> {
            truncations.count(score.tokens(), score.totalTokens());
            results.add(score);
          });
    }
    try (OutputStream out = new BufferedOutputStream(Console.standardOutput(), 1 << 16);
        ScoreWriter writer = ScoreWriter.of(format, encoder.labels(), out)) {
      int rank = 1;
      for (RankedDocument document : CrossEncoder.rank(results, top.orElse(Integer.MAX_VALUE))) {
        writer.write(rank++, document, texts.get(document.index()));
      }
    }
    truncations.report();
  }

  private CommandLine.ParameterException wrongUsage(String problem) {
    return new CommandLine.ParameterException(command.commandLine(), problem);
  }
}
