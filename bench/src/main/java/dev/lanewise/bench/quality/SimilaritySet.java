package dev.lanewise.bench.quality;

import dev.lanewise.engine.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pairs of sentences and how similar people found them: {@code sts-NAME.tsv} (score, two texts).
 *
 * @param name what stands between {@code sts-} and {@code .tsv}
 * @param gold people's scores
 * @param first the first sentence of each pair
 * @param second the second
 */
record SimilaritySet(String name, double[] gold, List<String> first, List<String> second) {
  private static final String PREFIX = "sts-";
  private static final String SUFFIX = ".tsv";

  /** All sets of a folder but those to choose a model by, by name. */
  static List<SimilaritySet> readAll(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(file -> isTest(file.getFileName().toString())).sorted().toList();
    }
    List<SimilaritySet> sets = new ArrayList<>();
    for (Path file : files) {
      sets.add(read(file));
    }
    return sets;
  }

  private static boolean isTest(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX) && !name.endsWith("-dev" + SUFFIX);
  }

  static SimilaritySet read(Path file) throws IOException {
    // A fourth column, where there is one, says where a pair comes from.
    List<String[]> rows = new ArrayList<>();
    for (String[] row : Rows.of(file, 3)) {
      rows.add(new String[] {row[0], row[1], row[2].split("\t", 2)[0]});
    }
    String name = file.getFileName().toString();
    return new SimilaritySet(
        name.substring(PREFIX.length(), name.length() - SUFFIX.length()),
        rows.stream().mapToDouble(row -> Double.parseDouble(row[0])).toArray(),
        rows.stream().map(row -> row[1]).toList(),
        rows.stream().map(row -> row[2]).toList());
  }

  /** Spearman's correlation of the vectors' similarity with people's scores. */
  double spearman(SentenceEncoder encoder) {
    float[][] a = encoder.encode(first).vectors();
    float[][] b = encoder.encode(second).vectors();
    double[] scores = new double[gold.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = encoder.info().similarity().of(a[i], b[i]);
    }
    return Measures.spearman(scores, gold);
  }
}
