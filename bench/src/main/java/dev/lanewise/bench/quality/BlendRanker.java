package dev.lanewise.bench.quality;

import dev.lanewise.engine.search.Bm25Index;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.RankFusion;
import java.util.ArrayList;
import java.util.List;

/** What {@code search --blend rrf} does: a model's ranking and Lanewise's own BM25, fused. */
final class BlendRanker implements Ranker {
  /** How deep the rankings are that get fused, as in the command. */
  private static final int DEPTH = 1000;

  private final ModelRanker model;

  BlendRanker(ModelRanker model) {
    this.model = model;
  }

  @Override
  public String name() {
    return "blend";
  }

  @Override
  public List<int[]> rank(RetrievalSet set, int count) {
    List<List<Match>> byMeaning = model.matches(set, DEPTH);
    Bm25Index words = new Bm25Index(set.documents());
    List<int[]> rankings = new ArrayList<>();
    for (int i = 0; i < byMeaning.size(); i++) {
      List<Match> byWords = words.search(set.queries().get(i), DEPTH);
      rankings.add(
          RankFusion.DEFAULT.fuse(List.of(byMeaning.get(i), byWords), count).stream()
              .mapToInt(Match::index)
              .toArray());
    }
    return rankings;
  }
}
