package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.ModelResults.Curve;
import dev.lanewise.bench.results.ModelResults.Point;
import dev.lanewise.bench.results.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Texts a second when several threads of an application encode one short text after the other. */
final class CallersMeasure {
  private static final int ROUNDS = 3;
  private static final long TURN_NANOS = 700_000_000;

  private record Side(Peer peer, int callers) {}

  private CallersMeasure() {}

  static List<Curve> measure(Subject subject, List<Peer> peers, int threads) {
    List<String> queries = subject.corpus().queries(64);
    List<Curve> curves = new ArrayList<>();
    for (Peer peer : peers) {
      List<Side> sides =
          List.of(new Side(peer, 1), new Side(peer, 2 * threads), new Side(peer, 8 * threads));
      List<Point> points = new ArrayList<>();
      Turns.take(sides, ROUNDS, side -> rate(side, queries))
          .forEach((side, rates) -> points.add(new Point(side.callers, Statistics.median(rates))));
      curves.add(new Curve(peer.contender(), points));
    }
    return curves;
  }

  private static double rate(Side side, List<String> queries) {
    List<Future<Integer>> counts = new ArrayList<>();
    long start = System.nanoTime();
    long end = start + TURN_NANOS;
    try (ExecutorService callers = Executors.newFixedThreadPool(side.callers)) {
      for (int i = 0; i < side.callers; i++) {
        int first = i;
        counts.add(callers.submit(() -> call(side.peer, queries, first, end)));
      }
    } // closing waits for all
    long elapsed = System.nanoTime() - start;
    return counts.stream().mapToInt(Future::resultNow).sum() * 1e9 / elapsed;
  }

  private static int call(Peer peer, List<String> queries, int first, long end) {
    int done = 0;
    while (System.nanoTime() - end < 0) {
      peer.encode(List.of(queries.get((first + done) % queries.size())));
      done++;
    }
    return done;
  }
}
