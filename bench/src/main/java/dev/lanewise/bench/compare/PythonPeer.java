package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import java.util.List;

/** sentence-transformers in a Python process, which takes its turn like everybody else. */
record PythonPeer(PythonProcess process) implements Peer {
  static PeerSource source(PythonProcess.Program program) {
    return new PeerSource(
        Contender.SENTENCE_TRANSFORMERS,
        true,
        (folder, threads) -> new PythonPeer(program.start(folder, threads)));
  }

  /** The Rust tokenizers library without the way through the JVM. */
  static TokenizerSource tokenizer(PythonProcess.Program program) {
    return new TokenizerSource(
        Contender.RUST_TOKENIZERS_PYTHON, folder -> new PythonTokenizer(program.start(folder, 1)));
  }

  @Override
  public Contender contender() {
    return Contender.SENTENCE_TRANSFORMERS;
  }

  @Override
  public float[][] encode(List<String> texts) {
    return process.result("encode", texts, float[][].class);
  }

  @Override
  public long time(List<String> texts) {
    return process.nanos("encode", texts);
  }

  @Override
  public void close() {
    process.close();
  }

  private record PythonTokenizer(PythonProcess process) implements TokenizerPeer {
    @Override
    public int[] encode(String text) {
      return process.result("tokenize", List.of(text), int[][].class)[0];
    }

    @Override
    public long time(List<String> texts) {
      return process.nanos("tokenize", texts);
    }

    @Override
    public void close() {
      process.close();
    }
  }
}
