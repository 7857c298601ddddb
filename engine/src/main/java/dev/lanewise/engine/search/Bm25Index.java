package dev.lanewise.engine.search;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Texts to be searched by the words that they share with a query: BM25 (Robertson and Zaragoza
 * 2009), to stand beside a model's vectors; see {@link ScoreFusion}.
 *
 * <p>A text's score is the sum over the query's different words of {@code idf · tf · (k1 + 1) / (tf
 * + k1 · (1 - b + b · length / mean length))} with {@code idf = ln(1 + (N - n + 0.5) / (n + 0.5))},
 * where the word occurs {@code tf} times in the text and in {@code n} of all {@code N} texts. Words
 * are runs of letters and digits without regard to case, English ones by their stems where nothing
 * else is said ({@link WordForms}); Chinese, Japanese and other scripts without spaces give single
 * characters and pairs of neighbours.
 *
 * <p>Immutable, thread-safe. Memory: 8 bytes for each different word of each text, and the words.
 */
public final class Bm25Index {
  /** How soon more of the same word stops counting, where nothing else is said. */
  public static final double DEFAULT_K1 = 1.2;

  /** How much a text's length counts, where nothing else is said. */
  public static final double DEFAULT_B = 0.75;

  private final WordForms forms;
  private final double k1;
  private final Map<String, Postings> words = new HashMap<>();
  private final double[] lengthFactors; // [texts], k1 · (1 - b + b · length / mean length)

  /** Where a word occurs: pairs of a text and how often, by text. */
  private static final class Postings {
    private int[] pairs = new int[2];
    private int size;

    void add(int text, int count) {
      if (2 * size == pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.multiplyExact(pairs.length, 2));
      }
      pairs[2 * size] = text;
      pairs[2 * size + 1] = count;
      size++;
    }
  }

  /** An index with the usual parameters, of English words by their stems. */
  public Bm25Index(List<String> texts) {
    this(texts, WordForms.ENGLISH);
  }

  /** An index with the usual parameters. */
  public Bm25Index(List<String> texts, WordForms forms) {
    this(texts, forms, DEFAULT_K1, DEFAULT_B);
  }

  /**
   * @param forms which words are the same, in texts and in queries
   * @param k1 how soon more of the same word stops counting; 0 counts a word once
   * @param b how much a text's length counts, from 0 to 1
   * @throws IllegalArgumentException if {@code k1} is negative or {@code b} not from 0 to 1
   */
  public Bm25Index(List<String> texts, WordForms forms, double k1, double b) {
    if (!(k1 >= 0 && k1 < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("k1 must be at least 0: " + k1);
    }
    if (!(b >= 0 && b <= 1)) {
      throw new IllegalArgumentException("b must be from 0 to 1: " + b);
    }
    this.forms = forms;
    this.k1 = k1;
    int[] lengths = new int[texts.size()];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = add(i, texts.get(i));
    }
    double mean = Arrays.stream(lengths).average().orElse(0);
    lengthFactors =
        Arrays.stream(lengths)
            .mapToDouble(length -> k1 * (1 - b + b * (mean == 0 ? 0 : length / mean)))
            .toArray();
  }

  /** Counts a text's words; returns how many there are. */
  private int add(int text, String content) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> all = forms.of(content);
    all.forEach(word -> counts.merge(word, 1, Integer::sum));
    counts.forEach(
        (word, count) -> words.computeIfAbsent(word, _ -> new Postings()).add(text, count));
    return all.size();
  }

  /** The number of texts. */
  public int size() {
    return lengthFactors.length;
  }

  /**
   * The texts with the highest scores, the best first; of equal ones the first in the index. Texts
   * that share no word with the query are none of them.
   *
   * @param count how many to return at most
   * @throws IllegalArgumentException if {@code count} is negative
   */
  public List<Match> search(String query, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("count is negative: " + count);
    }
    double[] scores = new double[size()];
    // Each once, and in the order of the query, since sums depend on theirs.
    for (String word : new LinkedHashSet<>(forms.of(query))) {
      Postings postings = words.get(word);
      if (postings != null) {
        addScores(postings, scores);
      }
    }
    TopK best = new TopK(Math.min(count, size()));
    for (int i = 0; i < scores.length && count > 0; i++) {
      if (scores[i] > 0) {
        best.offer(i, (float) scores[i]);
      }
    }
    return best.matches();
  }

  private void addScores(Postings postings, double[] scores) {
    double texts = postings.size;
    double idf = Math.log(1 + (size() - texts + 0.5) / (texts + 0.5));
    for (int i = 0; i < postings.size; i++) {
      int text = postings.pairs[2 * i];
      int count = postings.pairs[2 * i + 1];
      scores[text] += idf * count * (k1 + 1) / (count + lengthFactors[text]);
    }
  }
}
