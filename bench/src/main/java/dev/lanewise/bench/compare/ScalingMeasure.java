package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.ModelResults.Curve;
import dev.lanewise.bench.results.ModelResults.Point;
import dev.lanewise.bench.results.Statistics;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** How speed depends on the number of texts, on their length, and on the number of threads. */
final class ScalingMeasure {
  private static final int ROUNDS = 3;
  private static final long TURN_NANOS = 200_000_000;
  private static final int TEXTS_OF_A_LENGTH = 16;

  /** Places of a curve with more arithmetic in a call, in 10^9 operations, are left out. */
  private static final double MOST_GIGAFLOP = 200;

  /** A side with so many threads. */
  private record Side(Peer peer, int threads) {}

  private ScalingMeasure() {}

  /** Texts a second by texts in a call. */
  static List<Curve> batchSizes(Subject subject, List<Peer> peers, Plan plan) {
    Map<Contender, List<Point>> points = new EnumMap<>(Contender.class);
    for (int size : plan.batchSizes()) {
      List<String> texts = subject.corpus().mixed(size);
      if (tooLarge(subject, texts)) {
        break;
      }
      rates(peers, texts)
          .forEach((peer, calls) -> add(points, peer.contender(), size, calls * size));
    }
    return curves(points);
  }

  /** Tokens a second by tokens in a text. */
  static List<Curve> lengths(Subject subject, List<Peer> peers, Plan plan) {
    Map<Contender, List<Point>> points = new EnumMap<>(Contender.class);
    for (int length : plan.lengths()) {
      List<String> texts = subject.corpus().ofLength(length, TEXTS_OF_A_LENGTH);
      if (tooLarge(subject, texts)) {
        break;
      }
      double tokens = subject.tokens(texts);
      rates(peers, texts)
          .forEach((peer, calls) -> add(points, peer.contender(), length, calls * tokens));
    }
    return curves(points);
  }

  /** Texts a second by threads, the sides with one and with more threads taking turns. */
  static List<Curve> threads(Subject subject, List<PeerSource> sources, int most, Plan plan) {
    int count = plan.corpora().get(0);
    while (tooLarge(subject, subject.corpus().mixed(count))) {
      count /= 2;
    }
    List<String> texts = subject.corpus().mixed(count);
    List<Side> sides = new ArrayList<>();
    try {
      for (int threads : counts(most)) {
        for (PeerSource source : sources) {
          sides.add(new Side(source.opener().open(subject.folder(), threads), threads));
        }
      }
      Map<Contender, List<Point>> points = new EnumMap<>(Contender.class);
      Turns.take(sides, plan.rounds(), side -> texts.size() * 1e9 / side.peer.time(texts))
          .forEach(
              (side, rates) ->
                  add(points, side.peer.contender(), side.threads, Statistics.median(rates)));
      return curves(points);
    } finally {
      sides.forEach(side -> side.peer.close());
    }
  }

  private static boolean tooLarge(Subject subject, List<String> texts) {
    return subject.gigaflop(texts) > MOST_GIGAFLOP;
  }

  /** 1, 2, 4 and so on, and the most. */
  private static SortedSet<Integer> counts(int most) {
    SortedSet<Integer> counts = new TreeSet<>(Set.of(most));
    for (int threads = 1; threads < most; threads *= 2) {
      counts.add(threads);
    }
    return counts;
  }

  /** Calls a second, the median of some rounds. */
  private static Map<Peer, Double> rates(List<Peer> peers, List<String> texts) {
    Map<Peer, Double> medians = new LinkedHashMap<>();
    Turns.take(peers, ROUNDS, peer -> rate(peer, texts))
        .forEach((peer, rates) -> medians.put(peer, Statistics.median(rates)));
    return medians;
  }

  private static double rate(Peer peer, List<String> texts) {
    long nanos = 0;
    int calls = 0;
    while (nanos < TURN_NANOS) {
      nanos += peer.time(texts);
      calls++;
    }
    return calls * 1e9 / nanos;
  }

  private static void add(
      Map<Contender, List<Point>> points, Contender contender, double x, double y) {
    points.computeIfAbsent(contender, _ -> new ArrayList<>()).add(new Point(x, y));
  }

  private static List<Curve> curves(Map<Contender, List<Point>> points) {
    List<Curve> curves = new ArrayList<>();
    points.forEach((contender, list) -> curves.add(new Curve(contender, list)));
    return curves;
  }
}
