package dev.lanewise.bench.quality;

import dev.lanewise.bench.report.Table;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.Similarity;
import dev.lanewise.engine.search.RankFusion;
import dev.lanewise.engine.search.ScoreFusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.ClassicSimilarity;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program behind {@code bench/quality}. */
@Command(
    name = "bench/quality",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints how good a model is, as tables in Markdown: for retrieval the mean reciprocal rank of"
          + " the first answer among ten and the share of answers among the first five, beside"
          + " Lucene's BM25 and TF-IDF, and beside the blends with Lanewise's own BM25 that"
          + " search --blend scores and --blend rrf make; for sentence similarity Spearman's"
          + " correlation with people's scores."
    },
    footer = {
      "",
      "The folder holds ret-NAME.docs.tsv (id, text) and ret-NAME.queries.tsv (id, query, ids of"
          + " answers separated by commas), and sts-NAME.tsv (score, two texts). A set whose name ends"
          + " in -zh is split as Chinese.",
      "",
      "Example:",
      "  bench/quality --data ../shared/data/eval"
    })
public final class Main implements Callable<Integer> {
  /** How many of a query's documents are looked at. */
  private static final int DEPTH = 10;

  @Option(names = "--data", required = true, paramLabel = "DIR", description = "The sets' folder.")
  private Path data = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "A model's folder. Default: the bundled model.")
  private Optional<Path> model = Optional.empty();

  @Option(names = "--home", hidden = true, description = "The root of the repository.")
  private Path home = Path.of("");

  private Main() {}

  /** Runs the program. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.isDirectory(data)) {
      throw new IOException(data + ": there is no such folder");
    }
    Path folder = model.orElseGet(() -> home.resolve("models/lanewise-mini"));
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      ModelRanker dense = new ModelRanker(encoder);
      Similarity similarity = encoder.info().similarity();
      List<Ranker> rankers =
          List.of(
              new LuceneRanker("TF-IDF", new ClassicSimilarity()),
              new LuceneRanker("BM25", new BM25Similarity()),
              dense,
              new BlendRanker(
                  "scores",
                  dense,
                  (texts, vectors) -> ScoreFusion.of(texts, vectors, similarity)::fuse),
              new BlendRanker(
                  "RRF",
                  dense,
                  (_, _) ->
                      (byMeaning, byWords, count) ->
                          RankFusion.DEFAULT.fuse(List.of(byMeaning, byWords), count)));
      System.out.println(retrieval(RetrievalSet.readAll(data), rankers));
      System.out.println(similarity(SimilaritySet.readAll(data), encoder));
    }
    return 0;
  }

  private static Table retrieval(List<RetrievalSet> sets, List<Ranker> rankers) throws IOException {
    List<String> headings = new ArrayList<>(List.of("retrieval", "documents", "queries"));
    rankers.forEach(ranker -> headings.add(ranker.name() + " MRR@10"));
    rankers.forEach(ranker -> headings.add(ranker.name() + " recall@5"));
    Table table = new Table(headings.toArray(String[]::new));
    for (RetrievalSet set : sets) {
      List<String> ranks = new ArrayList<>();
      List<String> recalls = new ArrayList<>();
      for (Ranker ranker : rankers) {
        List<int[]> rankings = ranker.rank(set, DEPTH);
        ranks.add(Table.number(Measures.meanReciprocalRank(rankings, set.relevant()), 3));
        recalls.add(Table.number(Measures.recall(rankings, set.relevant()), 3));
      }
      List<String> row = new ArrayList<>();
      row.add(set.name());
      row.add(String.valueOf(set.documents().size()));
      row.add(String.valueOf(set.queries().size()));
      row.addAll(ranks);
      row.addAll(recalls);
      table.row(row.toArray(String[]::new));
    }
    return table;
  }

  private static Table similarity(List<SimilaritySet> sets, SentenceEncoder encoder) {
    Table table = new Table("sentence similarity", "pairs", "model Spearman");
    for (SimilaritySet set : sets) {
      table.row(
          set.name(), String.valueOf(set.gold().length), Table.number(set.spearman(encoder), 3));
    }
    return table;
  }
}
