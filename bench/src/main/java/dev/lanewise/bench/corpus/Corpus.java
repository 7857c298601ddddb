package dev.lanewise.bench.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;

/**
 * Prose-like texts of mixed lengths, mostly short, as questions and passages are.
 *
 * <p>Texts are made of random sentences, so hardly two are the same. What a text's length is in
 * tokens depends on the tokenizer, which is passed; the generator is otherwise independent of it.
 */
public final class Corpus {
  /** The tokens of the shortest text, special tokens included. */
  public static final int LEAST_TOKENS = 5;

  /** The tokens of the longest text. */
  public static final int MOST_TOKENS = 128;

  /**
   * Lengths are {@code 5 · (128/5)^(u^SKEW)} for an even u: half of all texts are below 16 tokens,
   * the mean is about 30.
   */
  private static final double SKEW = 1.5;

  private final Sentences sentences;
  private final Random random;
  private final ToIntFunction<String> tokens;

  /**
   * @param tokens counts the tokens of a text, special tokens included
   */
  public Corpus(long seed, ToIntFunction<String> tokens) {
    this.random = new Random(seed);
    this.sentences = new Sentences(random);
    this.tokens = tokens;
  }

  /** Texts of 5 to 128 tokens. */
  public List<String> mixed(int count) {
    double range = (double) MOST_TOKENS / LEAST_TOKENS;
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      double share = Math.pow(random.nextDouble(), SKEW);
      int wanted = (int) Math.round(LEAST_TOKENS * Math.pow(range, share));
      texts.add(text(Math.max(LEAST_TOKENS, wanted)));
    }
    return texts;
  }

  /** Short texts as people search with: 8 to 16 tokens. */
  public List<String> queries(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(random.nextInt(8, 17)));
    }
    return texts;
  }

  /** Texts of one length in tokens. */
  public List<String> ofLength(int tokensPerText, int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(text(tokensPerText));
    }
    return texts;
  }

  /** Some paragraphs of prose, of about 600 characters each. */
  public List<String> paragraphs(int count) {
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 600) {
        text.append(text.isEmpty() ? "" : " ").append(sentences.next());
      }
      texts.add(text.toString());
    }
    return texts;
  }

  /** A text of so many tokens: whole sentences, and as many words of the last as fit. */
  private String text(int wanted) {
    while (true) {
      StringBuilder text = new StringBuilder();
      while (tokens.applyAsInt(text.toString()) < wanted) {
        text.append(text.isEmpty() ? "" : " ").append(sentences.next());
      }
      String cut = text.toString();
      int count = tokens.applyAsInt(cut);
      while (count > wanted && cut.indexOf(' ') > 0) {
        cut = cut.substring(0, cut.lastIndexOf(' '));
        count = tokens.applyAsInt(cut);
      }
      // A word of several tokens can step over the length; then another text is tried.
      if (count == wanted) {
        return cut;
      }
    }
  }
}
