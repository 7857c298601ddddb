package dev.lanewise.tokenizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What holds for any text at all; a failure prints its seed. */
class TokenizerPropertyTest {
  private static final Map<String, Tokenizer> TOKENIZERS = loaded();
  private static final Tokenizer UNCASED = tokenizer("uncased");

  private static Tokenizer tokenizer(String name) {
    return requireNonNull(TOKENIZERS.get(name));
  }

  /** jqwik knows no temporary folders of JUnit's. */
  private static Map<String, Tokenizer> loaded() {
    try {
      Path scratch = Files.createTempDirectory("tokenizers");
      Map<String, Tokenizer> tokenizers = Reference.tokenizers(scratch);
      try (Stream<Path> files = Files.walk(scratch)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
      return tokenizers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Any UTF-16 code units, lone surrogates among them, and what is special. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.oneOf(
            Arbitraries.strings().all().ofMaxLength(6),
            Arbitraries.strings().ascii().ofMaxLength(8),
            Arbitraries.strings().withCharRange('\u0300', '\u036f').ofMaxLength(4),
            Arbitraries.strings().withCharRange('\ud800', '\udfff').ofMaxLength(3),
            Arbitraries.of(
                "[SEP]", "[CLS]", "[MASK]", " ", "the", "question", "\ud83d\ude00", "漢"));
    return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
  }

  @Property(tries = 2000)
  void idsAndOffsetsAreInRange(@ForAll("texts") String text) {
    for (Tokenizer tokenizer : TOKENIZERS.values()) {
      TokenSequence tokens = tokenizer.encode(text);
      for (int i = 0; i < tokens.size(); i++) {
        assertTrue(tokens.id(i) >= 0 && tokens.id(i) < tokenizer.vocabularySize());
        assertTrue(0 <= tokens.start(i) && tokens.start(i) <= tokens.end(i));
        assertTrue(tokens.end(i) <= text.length());
        assertTrue(tokens.sequence(i) < 0 || tokens.start(i) < tokens.end(i));
      }
      tokenizer.decode(tokens.ids(), true);
    }
  }

  /** Where no marks are reordered. */
  @Property(tries = 2000)
  void tokensStandInTheOrderOfTheText(@ForAll("texts") String text) {
    TokenSequence tokens = tokenizer("cased").encode(text);
    for (int i = 2; i < tokens.size() - 1; i++) {
      assertTrue(tokens.start(i) >= tokens.start(i - 1));
      assertTrue(tokens.end(i) >= tokens.end(i - 1));
    }
  }

  @Property(tries = 1000)
  void aCutSequenceIsTheBeginningOfTheWhole(
      @ForAll("texts") String text, @ForAll @IntRange(min = 2, max = 30) int length) {
    int[] all = UNCASED.withoutSpecialTokens().encode(text).ids();
    TokenSequence cut = UNCASED.encode(text, Truncation.at(length));
    int kept = Math.min(length - 2, all.length);
    assertEquals(kept + 2, cut.size());
    assertEquals(all.length + 2, cut.totalTokens());
    assertEquals(kept < all.length, cut.truncated());
    assertArrayEquals(Arrays.copyOf(all, kept), Arrays.copyOfRange(cut.ids(), 1, cut.size() - 1));
  }

  @Property(tries = 1000)
  void aLoneSurrogateIsAReplacementCharacter(@ForAll("texts") String text) {
    StringBuilder replaced = new StringBuilder();
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(replaced::appendCodePoint);
    for (Tokenizer tokenizer : TOKENIZERS.values()) {
      assertArrayEquals(tokenizer.encode(replaced.toString()).ids(), tokenizer.encode(text).ids());
    }
  }

  @Property(tries = 500)
  void aPairIsBothTexts(@ForAll("texts") String first, @ForAll("texts") String second) {
    TokenSequence pair = UNCASED.encode(first, second, Truncation.NONE);
    int[] a = UNCASED.encode(first).ids();
    int[] b = UNCASED.encode(second).ids();
    assertEquals(a.length + b.length - 1, pair.size());
    assertArrayEquals(a, Arrays.copyOf(pair.ids(), a.length));
    assertArrayEquals(
        Arrays.copyOfRange(b, 1, b.length), Arrays.copyOfRange(pair.ids(), a.length, pair.size()));
  }

  @Property(tries = 500)
  void plainSpecialTokensNeverYieldSpecialIds(@ForAll("texts") String text) {
    Tokenizer plain = UNCASED.withPlainSpecialTokens().withoutSpecialTokens();
    int unknown = UNCASED.id("[UNK]").orElseThrow();
    for (int id : plain.encode(text).ids()) {
      assertTrue(id == unknown || !UNCASED.isSpecial(id));
    }
  }

  @Property(tries = 500)
  void wordsOfLettersComeBack(@ForAll("words") List<String> words) {
    String text = String.join(" ", words);
    assertEquals(text, UNCASED.decode(UNCASED.encode(text).ids(), true));
  }

  @Provide
  Arbitrary<List<String>> words() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12).list();
  }

  @Property(tries = 1000)
  void anyIdsAreDecoded(@ForAll int[] ids) {
    UNCASED.decode(ids, false);
  }

  @Test
  void threadsThatShareATokenizerDoNotDisturbEachOther()
      throws ExecutionException, InterruptedException {
    List<String> lines = ReferenceCorpus.lines().subList(0, 4000);
    List<int[]> alone = lines.stream().map(line -> UNCASED.encode(line).ids()).toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<List<int[]>>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        results.add(
            threads.submit(() -> lines.stream().map(line -> UNCASED.encode(line).ids()).toList()));
      }
      for (Future<List<int[]>> result : results) {
        for (int line = 0; line < lines.size(); line++) {
          assertArrayEquals(alone.get(line), result.get().get(line));
        }
      }
    }
  }
}
