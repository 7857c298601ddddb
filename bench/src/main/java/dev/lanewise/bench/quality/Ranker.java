package dev.lanewise.bench.quality;

import java.io.IOException;
import java.util.List;

/** A way to find documents. */
interface Ranker {
  /** Its heading in the table. */
  String name();

  /**
   * For each query of a set the indices of the best documents, the best first; fewer than {@code
   * count} where no more match.
   */
  List<int[]> rank(RetrievalSet set, int count) throws IOException;
}
