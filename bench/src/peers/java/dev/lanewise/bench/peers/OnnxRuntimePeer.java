package dev.lanewise.bench.peers;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.lanewise.bench.compare.Peer;
import dev.lanewise.bench.compare.PeerSource;
import dev.lanewise.bench.results.Contender;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * ONNX Runtime, used with care: texts sorted by length, in batches of 32, padded to the longest of
 * a batch, all graph optimizations, one pool of threads.
 *
 * <p>Tokens come from Lanewise's tokenizer, which only flatters it: the ids are those of the Rust
 * library, and come faster. No text of the benchmarks is longer than the models allow.
 */
final class OnnxRuntimePeer implements Peer {
  /** Both smaller and larger batches were slower. */
  private static final int BATCH = 32;

  private final Contender contender;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Tokenizer tokenizer;
  private final UnitPooling pooling;

  private OnnxRuntimePeer(Contender contender, Path folder, String file, int threads)
      throws OrtException {
    this.contender = contender;
    this.tokenizer = Tokenizer.load(folder);
    this.pooling = UnitPooling.of(folder);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      Path model = folder.resolve("onnx").resolve(file);
      this.session = environment.createSession(model.toString(), options);
    }
  }

  static PeerSource source(Contender contender, boolean exact, String file) {
    return new PeerSource(
        contender,
        exact,
        (folder, threads) -> {
          try {
            return new OnnxRuntimePeer(contender, folder, file, threads);
          } catch (OrtException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public Contender contender() {
    return contender;
  }

  @Override
  public float[][] encode(List<String> texts) {
    List<TokenSequence> sequences = texts.stream().map(tokenizer::encode).toList();
    List<Integer> order =
        IntStream.range(0, texts.size())
            .boxed()
            .sorted(Comparator.comparingInt(i -> sequences.get(i).size()))
            .toList();
    float[][] vectors = new float[texts.size()][];
    try {
      for (int from = 0; from < order.size(); from += BATCH) {
        List<Integer> batch = order.subList(from, Math.min(from + BATCH, order.size()));
        encode(batch, sequences, vectors);
      }
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    return vectors;
  }

  private void encode(List<Integer> batch, List<TokenSequence> sequences, float[][] vectors)
      throws OrtException {
    int longest = sequences.get(batch.getLast()).size();
    long[] ids = new long[batch.size() * longest]; // [batch][longest]
    long[] mask = new long[ids.length]; // [batch][longest]
    for (int i = 0; i < batch.size(); i++) {
      TokenSequence sequence = sequences.get(batch.get(i));
      for (int j = 0; j < sequence.size(); j++) {
        ids[i * longest + j] = sequence.id(j);
      }
      Arrays.fill(mask, i * longest, i * longest + sequence.size(), 1);
    }
    long[] shape = {batch.size(), longest};
    try (OnnxTensor idTensor = tensor(ids, shape);
        OnnxTensor maskTensor = tensor(mask, shape);
        OnnxTensor typeTensor = tensor(new long[ids.length], shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      FloatBuffer hidden = ((OnnxTensor) result.get(0)).getFloatBuffer(); // [batch][longest][h]
      for (int i = 0; i < batch.size(); i++) {
        int text = batch.get(i);
        vectors[text] = pooling.pool(hidden, i * longest, sequences.get(text).size());
      }
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
