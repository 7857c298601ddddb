package dev.lanewise.bench.quality;

import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.VectorIndex;
import java.util.List;

/** A model's vectors, compared as the model says. */
final class ModelRanker implements Ranker {
  private final SentenceEncoder encoder;

  ModelRanker(SentenceEncoder encoder) {
    this.encoder = encoder;
  }

  @Override
  public String name() {
    return "model";
  }

  @Override
  public List<int[]> rank(RetrievalSet set, int count) {
    return matches(set, documents(set), count).stream()
        .map(found -> found.stream().mapToInt(Match::index).toArray())
        .toList();
  }

  /** The vectors of a set's documents. */
  float[][] documents(RetrievalSet set) {
    return encoder.encode(set.documents(), EncodeOptions.DOCUMENT).vectors();
  }

  /** The ranking with scores. */
  List<List<Match>> matches(RetrievalSet set, float[][] documents, int count) {
    float[][] queries = encoder.encode(set.queries(), EncodeOptions.QUERY).vectors();
    return new VectorIndex(documents, encoder.info().similarity()).search(queries, count);
  }
}
