package dev.lanewise.bench.compare;

import dev.lanewise.bench.machine.FmaPeak;
import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.Throughput;
import dev.lanewise.bench.results.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
      // The scalar twin would take most of the time, and one ratio is all that is asked of it.
      List<Peer> sides =
          peers.stream()
              .filter(
                  peer ->
                      count == plan.corpora().get(0)
                          || peer.contender() != Contender.LANEWISE_SCALAR)
              .toList();
      List<Double> peaks = new ArrayList<>();
      Map<Peer, List<Double>> seconds;
      // The peak takes its turn as well: a machine shared with others is not as fast all the time.
      try (FmaPeak peak = new FmaPeak(threads)) {
        seconds =
            Turns.take(
                sides,
                plan.rounds(count),
                peer -> {
                  if (peer.contender() == Contender.LANEWISE) {
                    peaks.add(peak.now() / 1e9);
                  }
                  return peer.time(texts) / 1e9;
                });
      }
      double peak = Statistics.median(peaks);
      seconds.forEach(
          (peer, rounds) ->
              found.add(new Throughput(peer.contender(), count, tokens, gigaflop, rounds, peak)));
    }
    return found;
  }
}
