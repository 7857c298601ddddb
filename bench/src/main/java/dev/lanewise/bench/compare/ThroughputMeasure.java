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
  /**
   * What came of a turn.
   *
   * @param instructionRate the lesser of those before and after
   */
  private record Turn(double seconds, double instructionRate) {}

  private ThroughputMeasure() {}

  static List<Throughput> measure(Subject subject, List<Peer> peers, int threads, Plan plan) {
    try (CoreShare cores = new CoreShare(threads)) {
      return measure(subject, peers, threads, plan, cores);
    }
  }

  private static List<Throughput> measure(
      Subject subject, List<Peer> peers, int threads, Plan plan, CoreShare cores) {
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
      Map<Peer, List<Turn>> turns;
      // The peak takes its turn as well: a machine shared with others is not as fast all the time.
      try (FmaPeak peak = new FmaPeak(threads)) {
        turns =
            Turns.take(
                sides,
                plan.rounds(count),
                peer -> {
                  if (peer.contender() == Contender.LANEWISE) {
                    peaks.add(peak.now() / 1e9);
                  }
                  return turn(peer, texts, cores);
                });
      }
      double peak = Statistics.median(peaks);
      turns.forEach(
          (peer, rounds) ->
              found.add(
                  new Throughput(
                      peer.contender(),
                      count,
                      tokens,
                      gigaflop,
                      rounds.stream().map(Turn::seconds).toList(),
                      peak,
                      rounds.stream().map(turn -> cores.of(turn.instructionRate)).toList())));
    }
    return found;
  }

  private static Turn turn(Peer peer, List<String> texts, CoreShare cores) {
    double before = cores.rate();
    double seconds = peer.time(texts) / 1e9;
    // The side's own threads, still spinning, would look like a neighbour.
    Turns.pause();
    return new Turn(seconds, Math.min(before, cores.rate()));
  }
}
