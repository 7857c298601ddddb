package dev.lanewise.bench.peers;

import dev.lanewise.bench.compare.Peer;
import dev.lanewise.bench.compare.PeerSource;
import dev.lanewise.bench.results.Contender;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.OnnxEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.PoolingMode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * LangChain4j's in-process model: ONNX Runtime and the Rust tokenizers, one text a run, texts
 * spread over a pool of threads. It has no setting for the threads within a run.
 */
final class LangChain4jPeer implements Peer {
  private final ExecutorService pool;
  private final EmbeddingModel model;

  private LangChain4jPeer(Path folder, int threads) {
    this.pool = Executors.newFixedThreadPool(threads);
    this.model =
        new OnnxEmbeddingModel(
            folder.resolve("onnx/model.onnx"),
            folder.resolve("tokenizer.json"),
            UnitPooling.of(folder).mean() ? PoolingMode.MEAN : PoolingMode.CLS,
            pool);
  }

  static PeerSource source() {
    return new PeerSource(Contender.LANGCHAIN4J, true, LangChain4jPeer::new);
  }

  @Override
  public Contender contender() {
    return Contender.LANGCHAIN4J;
  }

  @Override
  public float[][] encode(List<String> texts) {
    List<TextSegment> segments = texts.stream().map(TextSegment::from).toList();
    return model.embedAll(segments).content().stream()
        .map(Embedding::vector)
        .toArray(float[][]::new);
  }

  @Override
  public void close() {
    // Its session can't be closed; the process's end does that.
    pool.shutdown();
  }
}
