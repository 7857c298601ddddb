package dev.lanewise.cli;

import dev.lanewise.engine.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts to time a model with where none are given: the model's own words, the same every time. */
final class BenchWorkload {
  private static final int TEXTS = 256;
  private static final int LONGEST = 128;
  private static final int SHORTEST = 5;

  /** With two special tokens a query has the 12 tokens that benchmarks of queries usually have. */
  private static final int QUERY_WORDS = 10;

  private final List<String> words;
  private final Random random = new Random(1);

  BenchWorkload(SentenceEncoder encoder) {
    words =
        IntStream.range(0, encoder.info().encoder().vocabularySize())
            .mapToObj(encoder::token)
            .filter(token -> token.length() > 1 && token.chars().allMatch(Character::isLetter))
            .limit(20_000)
            .toList();
  }

  /** Texts of mixed lengths, short ones more often than long ones. */
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      double shortness = random.nextDouble() * random.nextDouble();
      texts.add(text(SHORTEST + (int) (shortness * (LONGEST - SHORTEST))));
    }
    return texts;
  }

  /** Short questions, each another. */
  Stream<String> queries() {
    return Stream.generate(() -> text(QUERY_WORDS));
  }

  private String text(int length) {
    if (words.isEmpty()) {
      return "lorem ".repeat(length);
    }
    return random
        .ints(length, 0, words.size())
        .mapToObj(words::get)
        .collect(Collectors.joining(" "));
  }
}
