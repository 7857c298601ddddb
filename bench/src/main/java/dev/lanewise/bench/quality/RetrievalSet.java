package dev.lanewise.bench.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Documents, queries, and which documents answer each query: {@code ret-NAME.docs.tsv} (id, text)
 * and {@code ret-NAME.queries.tsv} (id, query, ids separated by commas).
 *
 * @param name what stands between {@code ret-} and {@code .docs.tsv}
 * @param documents the texts
 * @param queries the queries
 * @param relevant for each query the indices of the documents that answer it
 */
record RetrievalSet(
    String name, List<String> documents, List<String> queries, List<Set<Integer>> relevant) {
  private static final String PREFIX = "ret-";
  private static final String DOCUMENTS = ".docs.tsv";

  /** Whether the texts are Chinese, which decides how lexical search splits them. */
  boolean chinese() {
    return name.endsWith("-zh");
  }

  /** All sets of a folder, by name. */
  static List<RetrievalSet> readAll(Path folder) throws IOException {
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.startsWith(PREFIX) && file.endsWith(DOCUMENTS))
              .map(file -> file.substring(PREFIX.length(), file.length() - DOCUMENTS.length()))
              .sorted()
              .toList();
    }
    List<RetrievalSet> sets = new ArrayList<>();
    for (String name : names) {
      sets.add(read(folder, name));
    }
    return sets;
  }

  static RetrievalSet read(Path folder, String name) throws IOException {
    List<String> documents = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    for (String[] row : Rows.of(folder.resolve(PREFIX + name + DOCUMENTS), 2)) {
      index.put(row[0], documents.size());
      documents.add(row[1]);
    }
    Path file = folder.resolve(PREFIX + name + ".queries.tsv");
    List<String> queries = new ArrayList<>();
    List<Set<Integer>> relevant = new ArrayList<>();
    for (String[] row : Rows.of(file, 3)) {
      Set<Integer> answers = new HashSet<>();
      for (String id : row[2].split(",", -1)) {
        Integer answer = index.get(id);
        if (answer == null) {
          throw new IOException(file + ": query " + row[0] + ": there is no document " + id);
        }
        answers.add(answer);
      }
      queries.add(row[1]);
      relevant.add(answers);
    }
    return new RetrievalSet(name, documents, queries, relevant);
  }
}
