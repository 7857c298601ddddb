package dev.lanewise.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.TextPair;
import dev.lanewise.engine.search.HardNegativeOptions;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.ScoredPair;
import dev.lanewise.engine.search.SemanticSearch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

/** Texts that are alike: paraphrases, or what looks like an answer and is none. */
@Command(
    name = "mine",
    description = {
      "Print the most similar pairs of documents; or, given pairs of queries and their documents,"
          + " hard negatives: documents that are similar to a query and not marked as belonging to"
          + " it."
    },
    footer = {
      "",
      "Output: tab-separated with a header, the most similar first. Pairs of documents: score, the"
          + " places of both in the file from 0 on, and both texts. Hard negatives: query,"
          + " positive, negative, and the cosines of both with the query. Texts with tabs,"
          + " quotation marks or line breaks stand in quotation marks.",
      "",
      "Examples:",
      "  lanewise mine --docs examples/faq.jsonl --min-score 0.8",
      "  lanewise mine --model ./all-MiniLM-L6-v2 --docs questions.txt --max-pairs 1000",
      "  lanewise mine --model ./bge-small-en-v1.5 --docs passages.txt --pairs pairs.jsonl \\",
      "      --negatives 5 --range-min 10 --relative-margin 0.05"
    })
final class MineCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Mixin private ModelOptions model;

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
      names = "--pairs",
      paramLabel = "FILE",
      description = {
        "Mine hard negatives for these: a JSON array [\"query\",\"document\"] a line. A query may"
            + " have several lines, and its documents needn't be among --docs."
      })
  private Optional<String> pairs = Optional.empty();

  @Option(
      names = "--min-score",
      paramLabel = "S",
      description = "Leave out what is less similar than this.")
  private Optional<Double> minScore = Optional.empty();

  @Option(
      names = "--neighbors",
      paramLabel = "N",
      description = {
        "Without --pairs: how many nearest others are looked at for each document. Default: 100."
      })
  private Optional<Integer> neighbors = Optional.empty();

  @Option(
      names = "--max-pairs",
      paramLabel = "N",
      description = "Without --pairs: the most pairs to print. Default: 500000.")
  private Optional<Integer> maxPairs = Optional.empty();

  @Mixin private NegativeOptions negatives;

  @Override
  public Integer call() throws IOException {
    requireRightUsage();
    List<String> texts;
    try (Stream<String> read = TextOptions.open(documents, inputFormat, column)) {
      texts = read.toList();
    }
    if (pairs.isPresent()) {
      List<TextPair> given;
      try (Stream<TextPair> read = TextOptions.openPairs(pairs.get())) {
        given = read.toList();
      }
      mineNegatives(texts, given);
    } else {
      mineParaphrases(texts);
    }
    return 0;
  }

  private void requireRightUsage() {
    if (pairs.isEmpty() && negatives.given()) {
      throw wrongUsage("options for hard negatives need --pairs");
    }
    if (pairs.isPresent() && (neighbors.isPresent() || maxPairs.isPresent())) {
      throw wrongUsage("--neighbors and --max-pairs don't go with --pairs");
    }
    try {
      var _ = negatives.options(minScore);
    } catch (IllegalArgumentException e) {
      throw wrongUsage(String.valueOf(e.getMessage()));
    }
    if (neighbors.orElse(1) < 1 || maxPairs.orElse(1) < 1) {
      throw wrongUsage("--neighbors and --max-pairs must be at least 1");
    }
  }

  private CommandLine.ParameterException wrongUsage(String problem) {
    return new CommandLine.ParameterException(command.commandLine(), problem);
  }

  private void mineParaphrases(List<String> texts) throws IOException {
    List<ScoredPair> found;
    try (SentenceEncoder encoder = model.open()) {
      float[][] vectors = encode(encoder, texts, EncodeOptions.DEFAULT);
      Similarity similarity = encoder.info().similarity();
      found =
          search(encoder)
              .paraphraseMining(
                  vectors, similarity, neighbors.orElse(100), maxPairs.orElse(500_000));
    }
    try (CsvWriter out = writer()) {
      out.writeRecord("score", "first", "second", "first_text", "second_text");
      for (ScoredPair pair : found) {
        if (minScore.isPresent() && pair.score() < minScore.get()) {
          break;
        }
        out.writeRecord(
            decimal(pair.score()),
            String.valueOf(pair.first()),
            String.valueOf(pair.second()),
            texts.get(pair.first()),
            texts.get(pair.second()));
      }
    }
  }

  private void mineNegatives(List<String> texts, List<TextPair> given) throws IOException {
    // Each text once: the copy of a positive would be the hardest negative of all.
    Set<String> corpusTexts = new LinkedHashSet<>(texts);
    Map<String, Set<String>> positivesOf = new LinkedHashMap<>();
    for (TextPair pair : given) {
      corpusTexts.add(pair.second());
      positivesOf.computeIfAbsent(pair.first(), _ -> new LinkedHashSet<>()).add(pair.second());
    }
    List<String> corpus = List.copyOf(corpusTexts);
    Map<String, Integer> places = new LinkedHashMap<>();
    corpus.forEach(text -> places.put(text, places.size()));
    List<String> queries = List.copyOf(positivesOf.keySet());
    int[][] positives =
        positivesOf.values().stream()
            .map(own -> own.stream().mapToInt(places::get).toArray())
            .toArray(int[][]::new);
    float[][] corpusVectors;
    float[][] queryVectors;
    List<List<Match>> mined;
    try (SentenceEncoder encoder = model.open()) {
      corpusVectors = encode(encoder, corpus, EncodeOptions.DOCUMENT);
      queryVectors = encode(encoder, queries, EncodeOptions.QUERY);
      HardNegativeOptions options = negatives.options(minScore);
      mined = search(encoder).mineHardNegatives(queryVectors, corpusVectors, positives, options);
    }
    try (CsvWriter out = writer()) {
      out.writeRecord("query", "positive", "negative", "positive_score", "negative_score");
      for (int query = 0; query < positives.length; query++) {
        for (int positive : positives[query]) {
          float score = Similarity.COSINE.of(queryVectors[query], corpusVectors[positive]);
          for (Match negative : mined.get(query)) {
            out.writeRecord(
                queries.get(query),
                corpus.get(positive),
                corpus.get(negative.index()),
                decimal(score),
                decimal(negative.score()));
          }
        }
      }
    }
  }

  private static SemanticSearch search(SentenceEncoder encoder) {
    return new SemanticSearch(encoder.info().encoder().threads());
  }

  private static float[][] encode(
      SentenceEncoder encoder, List<String> texts, EncodeOptions options) {
    Truncations truncations = new Truncations();
    List<float[]> vectors = new ArrayList<>();
    try (var embeddings = encoder.encode(texts.stream(), options)) {
      embeddings.forEach(embedding -> vectors.add(truncations.count(embedding).vector()));
    }
    truncations.report();
    return vectors.toArray(float[][]::new);
  }

  private static CsvWriter writer() {
    return CsvWriter.builder()
        .fieldSeparator('\t')
        .lineDelimiter(LineDelimiter.LF)
        .build(
            new BufferedWriter(
                new OutputStreamWriter(Console.standardOutput(), StandardCharsets.UTF_8)));
  }

  private static String decimal(float score) {
    return String.format(Locale.ROOT, "%.6f", score);
  }
}
