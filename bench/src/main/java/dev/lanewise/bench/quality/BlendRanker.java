package dev.lanewise.bench.quality;

import dev.lanewise.engine.search.Bm25Index;
import dev.lanewise.engine.search.Match;
import java.util.ArrayList;
import java.util.List;

/** What {@code search --blend} does: a model's ranking and Lanewise's own BM25, fused. */
final class BlendRanker implements Ranker {
  /** How deep the rankings are that get fused, as in the command. */
  private static final int DEPTH = 1000;

  private final String name;
  private final ModelRanker model;
  private final Method method;

  /** How the rankings of one query are fused. */
  interface Fusion {
    List<Match> fuse(List<Match> dense, List<Match> bm25, int count);
  }

  /** How those of all queries over the same documents are. */
  interface Method {
    /**
     * The fusion for these documents.
     *
     * @param texts the documents
     * @param vectors theirs
     */
    Fusion over(List<String> texts, float[][] vectors);
  }

  BlendRanker(String name, ModelRanker model, Method method) {
    this.name = name;
    this.model = model;
    this.method = method;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<int[]> rank(RetrievalSet set, int count) {
    float[][] documents = model.documents(set);
    Fusion fusion = method.over(set.documents(), documents);
    List<List<Match>> byMeaning = model.matches(set, documents, DEPTH);
    Bm25Index words = new Bm25Index(set.documents());
    List<int[]> rankings = new ArrayList<>();
    for (int i = 0; i < byMeaning.size(); i++) {
      List<Match> byWords = words.search(set.queries().get(i), DEPTH);
      rankings.add(
          fusion.fuse(byMeaning.get(i), byWords, count).stream().mapToInt(Match::index).toArray());
    }
    return rankings;
  }
}
