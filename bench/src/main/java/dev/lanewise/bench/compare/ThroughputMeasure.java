package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.FmaPeak;
import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.Throughput;
import java.util.ArrayList;
import java.util.List;

/** A corpus in one call. */
final class ThroughputMeasure {
  private ThroughputMeasure() {}

  static List<Throughput> measure(Subject subject, List<Peer> peers, int threads, Plan plan) {
    List<Throughput> found = new ArrayList<>();
    for (int count : plan.corpora()) {
      List<String> texts = subject.corpus().mixed(count);
      long tokens = subject.tokens(texts);
      double gigaflop = subject.gigaflop(texts);
      if (Plan.tooLarge(gigaflop)) {
        break;
      }
      double peak = FmaPeak.measure(threads) / 1e9;
      // The scalar twin would take most of the time, and one ratio is all that is asked of it.
      List<Peer> sides =
          peers.stream()
              .filter(
                  peer ->
                      count == plan.corpora().get(0)
                          || peer.contender() != Contender.LANEWISE_SCALAR)
              .toList();
      Turns.take(sides, plan.rounds(count), peer -> peer.time(texts) / 1e9)
          .forEach(
              (peer, seconds) ->
                  found.add(
                      new Throughput(peer.contender(), count, tokens, gigaflop, seconds, peak)));
    }
    return found;
  }
}
