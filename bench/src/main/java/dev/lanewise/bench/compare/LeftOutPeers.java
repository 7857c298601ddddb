package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Results.LeftOut;
import java.util.List;

/** Runtimes that were looked at and don't take part. */
final class LeftOutPeers {
  static final List<LeftOut> LIST =
      List.of(
          new LeftOut(
              "Jlama 0.8.4 (pure Java)",
              "gives other vectors for BERT models, as its issue 188 reports: its attention looks"
                  + " only backwards, and GELU is the tanh approximation"));

  private LeftOutPeers() {}
}
