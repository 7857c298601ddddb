package dev.lanewise.cli;

import dev.lanewise.engine.SentenceEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern WORD = Pattern.compile("(\\p{IsLetter}{2,})");

  /**
   * Where a vocabulary has a mark for the space before a word (bytes' or SentencePiece's), that is
   * how words are known; of letters beyond ASCII a piece may have but some bytes.
   */
  private static final Pattern MARKED_WORD = Pattern.compile("[\u0120\u2581]([A-Za-z]{2,})");

  private final List<String> words;
  private final Random random = new Random(1);

  BenchWorkload(SentenceEncoder encoder) {
    List<String> marked = words(encoder, MARKED_WORD);
    words = marked.isEmpty() ? words(encoder, WORD) : marked;
  }

  private static List<String> words(SentenceEncoder encoder, Pattern pattern) {
    return IntStream.range(0, encoder.info().encoder().vocabularySize())
        .mapToObj(encoder::token)
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
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
