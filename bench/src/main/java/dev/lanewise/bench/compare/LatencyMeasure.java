package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.ModelResults.Latency;
import dev.lanewise.bench.results.Statistics;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One short text a call, some calls in a row each turn. */
final class LatencyMeasure {
  private LatencyMeasure() {}

  static List<Latency> measure(Subject subject, List<Peer> peers, Plan plan) {
    List<String> queries = subject.corpus().queries(plan.latencyCalls());
    IntSummaryStatistics tokens =
        queries.stream().mapToInt(subject.tokenCount()).summaryStatistics();
    Map<Peer, List<Double>> milliseconds = new LinkedHashMap<>();
    for (int round = -1; round < plan.latencyRounds(); round++) {
      for (Peer peer : peers) {
        Turns.pause();
        List<Double> calls = new ArrayList<>();
        for (String query : queries) {
          calls.add(peer.time(List.of(query)) / 1e6);
        }
        if (round >= 0) {
          milliseconds.computeIfAbsent(peer, _ -> new ArrayList<>()).addAll(calls);
        }
      }
    }
    List<Latency> found = new ArrayList<>();
    milliseconds.forEach(
        (peer, calls) ->
            found.add(
                new Latency(
                    peer.contender(),
                    calls.size(),
                    tokens.getMin(),
                    tokens.getMax(),
                    Statistics.quantile(calls, 0.5),
                    Statistics.quantile(calls, 0.99))));
    return found;
  }
}
