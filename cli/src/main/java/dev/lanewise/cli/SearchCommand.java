package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.search.Bm25Index;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.ScoreFusion;
import dev.lanewise.engine.search.VectorIndex;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Documents that answer a query. */
@Command(
    name = "search",
    description = {
      "Print the documents most similar to each query, the best first.",
      "A model that has prompts for queries and for documents is given them.",
      "Documents can be ranked by the model's vectors (dense), by the words that they share with"
          + " the query (bm25), or by both, which mostly finds more than either: by the sum of the"
          + " scores (scores, the better one) or of reciprocal ranks (rrf)."
    },
    footer = {
      "",
      "Examples:",
      "  lanewise search \"What is PVC?\" --docs examples/faq.jsonl",
      "  lanewise search \"PVC 是什么?\" --docs examples/faq.jsonl --top 1",
      "  lanewise search --model ./bge-small-en-v1.5 \"reset password\" --docs help.csv \\",
      "      --column answer --index help.safetensors --format json",
      "  lanewise search \"error 0x80070005\" --docs help.txt --blend scores"
    })
final class SearchCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;

  @Mixin private LongTextOptions longTexts;

  @Parameters(arity = "1..*", paramLabel = "QUERY", description = "What to look for.")
  private List<String> queries = new ArrayList<>();

  @Option(
      names = "--docs",
      required = true,
      paramLabel = "FILE",
      description = {
        "The documents: .txt one a line; .jsonl a JSON string a line, or an object with a field"
            + " \"text\"; .csv and .tsv with a header. - is standard input."
      })
  private String documents;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column of a .csv or .tsv file that holds the documents.")
  private Optional<String> column = Optional.empty();

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description = "txt, jsonl, csv or tsv, where the file's name doesn't tell.")
  private Optional<TextFormat> inputFormat = Optional.empty();

  @Option(
      names = "--top",
      paramLabel = "K",
      defaultValue = "5",
      description = "How many documents to print for each query. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description = {
        "Keep the documents' vectors in this file (safetensors), and use them again as long as"
            + " documents and model are the same."
      })
  private Optional<Path> index = Optional.empty();

  @Option(
      names = "--blend",
      paramLabel = "RANKING",
      defaultValue = "dense",
      description = {
        "dense, bm25 (no model is opened), scores or rrf. Only the scores of dense are"
            + " similarities.",
        "Default: ${DEFAULT-VALUE}."
      })
  private Blend blend;

  @Option(
      names = "--dense-weight",
      paramLabel = "W",
      description = {
        "With scores and rrf: how much the model's ranking counts, from 0 to 1; the words' counts"
            + " the rest. Default: 0.5."
      })
  private Optional<Double> denseWeight = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}.")
  private OutputFormat format;

  /** What was found for a query. */
  private record Result(String query, List<Match> matches) {}

  @Override
  public Integer call() throws IOException {
    requireRightUsage();
    queries.replaceAll(TextFile::wellFormed);
    List<String> texts;
    try (Stream<String> read = TextOptions.open(documents, inputFormat, column)) {
      texts = read.toList();
    }
    List<Result> results =
        switch (blend) {
          case DENSE -> dense(texts).results();
          case BM25 -> bm25(texts);
          case SCORES, RRF -> fused(dense(texts), bm25(texts));
        };
    if (format == OutputFormat.JSON) {
      printJson(results, texts);
    } else {
      printTable(results, texts);
    }
    return 0;
  }

  private void requireRightUsage() {
    if (top < 1) {
      throw wrongUsage("--top must be at least 1, found " + top);
    }
    if (blend == Blend.BM25 && index.isPresent()) {
      throw wrongUsage("--index is for vectors, which --blend bm25 doesn't need");
    }
    if (denseWeight.isPresent() && !blend.fuses()) {
      throw wrongUsage("--dense-weight is for --blend scores and --blend rrf");
    }
    if (denseWeight.isPresent() && !(denseWeight.get() >= 0 && denseWeight.get() <= 1)) {
      throw wrongUsage("--dense-weight must be from 0 to 1, found " + denseWeight.get());
    }
  }

  private CommandLine.ParameterException wrongUsage(String problem) {
    return new CommandLine.ParameterException(command.commandLine(), problem);
  }

  /** What was found by vectors, and how their scores go together with others. */
  private record Dense(List<Result> results, ScoreFusion fusion) {}

  private Dense dense(List<String> texts) throws IOException {
    List<Result> results = new ArrayList<>();
    try (SentenceEncoder encoder = model.open()) {
      EncodeOptions document = longTexts.apply(EncodeOptions.DOCUMENT);
      EncodeOptions asked = longTexts.apply(EncodeOptions.QUERY);
      float[][] vectors = new DocumentVectors(encoder, document, index).of(texts);
      VectorIndex search = new VectorIndex(vectors, encoder.info().similarity());
      for (String query : queries) {
        float[] vector = encoder.encode(query, asked).vector();
        results.add(new Result(query, search.search(vector, blend.depth(top))));
      }
      return new Dense(results, ScoreFusion.of(texts, vectors, encoder.info().similarity()));
    }
  }

  private List<Result> bm25(List<String> texts) {
    Bm25Index words = new Bm25Index(texts);
    return queries.stream()
        .map(query -> new Result(query, words.search(query, blend.depth(top))))
        .toList();
  }

  private List<Result> fused(Dense dense, List<Result> bm25) {
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < bm25.size(); i++) {
      Result byMeaning = dense.results().get(i);
      List<Match> matches =
          blend.fuse(
              dense.fusion(),
              byMeaning.matches(),
              bm25.get(i).matches(),
              denseWeight.orElse(0.5),
              top);
      results.add(new Result(byMeaning.query(), matches));
    }
    return results;
  }

  private void printTable(List<Result> results, List<String> texts) {
    PrintWriter out = command.commandLine().getOut();
    for (Result result : results) {
      if (results.size() > 1) {
        out.println(result.query());
      }
      int rank = 1;
      for (Match match : result.matches()) {
        out.printf(
            Locale.ROOT, "%3d  %7.4f  %s%n", rank++, match.score(), texts.get(match.index()));
      }
    }
  }

  private static void printJson(List<Result> results, List<String> texts) {
    Json.print(
        json -> {
          json.writeStartArray();
          for (Result result : results) {
            json.writeStartObject();
            json.writeStringProperty("query", result.query());
            json.writeArrayPropertyStart("results");
            int rank = 1;
            for (Match match : result.matches()) {
              json.writeStartObject();
              json.writeNumberProperty("rank", rank++);
              json.writeNumberProperty("score", match.score());
              json.writeNumberProperty("index", match.index());
              json.writeStringProperty("document", texts.get(match.index()));
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
