package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import dev.lanewise.bench.results.Results.TokenizerSpeed;
import dev.lanewise.bench.results.Statistics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokenizing paragraphs of prose, each a call, on one thread. */
final class TokenizerMeasure {
  private static final int PARAGRAPHS = 500;
  private static final int WARM_UP_ROUNDS = 5;

  private TokenizerMeasure() {}

  static List<TokenizerSpeed> measure(Subject subject, List<TokenizerSource> sources, Plan plan) {
    List<String> texts = subject.corpus().paragraphs(PARAGRAPHS);
    double bytes =
        texts.stream().mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length).sum();
    double tokens = subject.tokens(texts);
    Map<Contender, TokenizerPeer> peers = new LinkedHashMap<>();
    try {
      for (TokenizerSource source : sources) {
        peers.put(source.contender(), source.opener().apply(subject.folder()));
      }
      requireSameIds(peers, texts.subList(0, PARAGRAPHS / 10));
      for (TokenizerPeer peer : peers.values()) {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
          peer.time(texts);
        }
      }
      List<TokenizerSpeed> found = new ArrayList<>();
      Turns.take(
              List.copyOf(peers.keySet()),
              plan.rounds(),
              side -> peer(peers, side).time(texts) / 1e9)
          .forEach(
              (side, rounds) -> {
                double seconds = Statistics.median(rounds);
                long before = AllocationMeasure.allocated();
                peer(peers, side).time(texts);
                double allocated = AllocationMeasure.allocated() - before;
                found.add(
                    new TokenizerSpeed(
                        side, bytes / seconds / 1e6, tokens / seconds, allocated / tokens));
              });
      return found;
    } finally {
      peers.values().forEach(TokenizerPeer::close);
    }
  }

  private static TokenizerPeer peer(Map<Contender, TokenizerPeer> peers, Contender side) {
    TokenizerPeer peer = peers.get(side);
    if (peer == null) {
      throw new IllegalStateException(side.label());
    }
    return peer;
  }

  private static void requireSameIds(Map<Contender, TokenizerPeer> peers, List<String> texts) {
    TokenizerPeer first = peers.values().iterator().next();
    for (String text : texts) {
      int[] expected = first.encode(text);
      peers.forEach(
          (side, peer) -> {
            if (!Arrays.equals(expected, peer.encode(text))) {
              throw new IllegalStateException(side.label() + " has other tokens for: " + text);
            }
          });
    }
  }
}
