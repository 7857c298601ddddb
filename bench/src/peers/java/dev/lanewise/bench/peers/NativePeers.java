package dev.lanewise.bench.peers;

import dev.lanewise.bench.compare.PeerProvider;
import dev.lanewise.bench.compare.PeerSource;
import dev.lanewise.bench.compare.TokenizerSource;
import dev.lanewise.bench.results.Contender;
import java.util.List;

/** The list of runtimes with native libraries. */
public final class NativePeers implements PeerProvider {
  @Override
  public List<PeerSource> peers() {
    return List.of(
        OnnxRuntimePeer.source(Contender.ONNX_RUNTIME, true, "model.onnx"),
        OnnxRuntimePeer.source(Contender.ONNX_RUNTIME_INT8, false, "model_int8.onnx"),
        LangChain4jPeer.source());
  }

  @Override
  public List<TokenizerSource> tokenizers() {
    return List.of(RustTokenizer.source());
  }
}
