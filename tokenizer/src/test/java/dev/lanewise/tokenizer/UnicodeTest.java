package dev.lanewise.tokenizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.normalize.Lowercase;
import dev.lanewise.tokenizer.normalize.NormalForm;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.StripAccents;
import dev.lanewise.tokenizer.pattern.Cl100kPattern;
import dev.lanewise.tokenizer.pattern.Gpt2Pattern;
import dev.lanewise.tokenizer.pattern.Run;
import dev.lanewise.tokenizer.pattern.WordPattern;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.split.Split;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CharacterClasses;
import dev.lanewise.tokenizer.text.UnicodeTables;
import dev.lanewise.tokenizer.text.Words;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to each of the 1,112,064 code points that a text can hold. */
class UnicodeTest {
  private static final Map<String, Normalizer> NORMALIZERS =
      Map.ofEntries(
          Map.entry("clean", new BertNormalizer(true, false, false, false)),
          Map.entry("chinese", new BertNormalizer(false, true, false, false)),
          Map.entry("strip", new BertNormalizer(false, false, true, false)),
          Map.entry("lower", new BertNormalizer(false, false, false, true)),
          Map.entry("all", new BertNormalizer(true, true, true, true)),
          Map.entry("lowercase", new Lowercase()),
          Map.entry("NFC", NormalForm.NFC),
          Map.entry("NFD", NormalForm.NFD),
          Map.entry("NFKC", NormalForm.NFKC),
          Map.entry("NFKD", NormalForm.NFKD),
          Map.entry("accents", new StripAccents()));

  private static final Map<String, PreTokenizer> SPLITTERS =
      Map.of(
          "gpt2", new Split(new Gpt2Pattern(), Split.Behavior.ISOLATED, false),
          "qwen", new Split(new Cl100kPattern(1), Split.Behavior.ISOLATED, false),
          "whitespace", new Split(new WordPattern(), Split.Behavior.REMOVED, true),
          "digits",
              new Split(
                  new Run(c -> CharacterClasses.isAny(c, CharacterClasses.DIGIT), 1, 1),
                  Split.Behavior.CONTIGUOUS,
                  false),
          "punctuation",
              new Split(
                  new Run(c -> UnicodeTables.is(c, UnicodeTables.PUNCTUATION), 1, 1),
                  Split.Behavior.ISOLATED,
                  false));

  /** The columns of the recorded table that a normalizer makes. */
  private static final List<String> COLUMNS =
      List.of("", "clean", "chinese", "strip", "lower", "all");

  private static final int WORDS_COLUMN = 11;
  private static final int WORD_COLUMN = 13;

  private final JsonNode hashes = Reference.json("unicode-hashes.json");
  private final AlignedText in = new AlignedText();
  private final AlignedText out = new AlignedText();

  private String normalized(Normalizer normalizer, int codePoint) {
    in.clear();
    in.append(codePoint, 0, 1);
    out.clear();
    normalizer.normalize(in, 0, 1, out);
    return out.toString();
  }

  static void eachCodePoint(IntConsumer action) {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        action.accept(c);
      }
    }
  }

  private void check(String name, Hash hash) {
    assertEquals(
        hashes.get(name).unsigned(), Integer.toUnsignedLong(hash.value()), () -> name + " differs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "clean",
        "chinese",
        "strip",
        "lower",
        "all",
        "lowercase",
        "NFC",
        "NFD",
        "NFKC",
        "NFKD",
        "accents"
      })
  void everyCodePointIsNormalizedLikeTheReferences(String name) {
    Normalizer normalizer = requireNonNull(NORMALIZERS.get(name));
    Hash hash = new Hash();
    eachCodePoint(c -> hash.addAll(normalized(normalizer, c).codePoints().toArray()).add(c));
    check(name, hash);
  }

  /** Beside one code point of each kind that expressions tell apart. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "qwen", "whitespace", "digits", "punctuation"})
  void everyCodePointIsSplitOffLikeTheReferences(String name) {
    Hash hash = new Hash();
    Words splitter =
        requireNonNull(SPLITTERS.get(name))
            .splitter((text, from, to) -> hash.add(text.start(from)).add(text.end(to - 1)));
    eachCodePoint(
        c -> {
          in.clear();
          "a*a1*1!*! * \n*\n'*"
              .chars()
              .forEach(k -> in.append(k == '*' ? c : k, in.length(), in.length() + 1));
          splitter.accept(in, 0, in.length());
        });
    check(name, hash);
  }

  @Test
  void everyCodePointSplitsLikeTheReferences() {
    Hash hash = new Hash();
    eachCodePoint(c -> hash.add(wordsAround(c)));
    check("words", hash);
  }

  @Test
  void everyCodePointIsAWordCharacterLikeTheReferences() {
    Hash hash = new Hash();
    eachCodePoint(c -> hash.add(UnicodeTables.is(c, UnicodeTables.WORD) ? 1 : 0));
    check("word", hash);
  }

  /** {@code Tokenizer.withLowercase} counts on it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void lowercasingTwiceChangesNothing(boolean strip) {
    Normalizer bert = new BertNormalizer(true, true, strip, true);
    Normalizer lowercase = new Lowercase();
    eachCodePoint(
        c -> {
          String lower = normalized(lowercase, c);
          if (!lower.equals(Character.toString(c))) {
            assertEquals(normalized(bert, c), bert.normalize(lower), () -> Integer.toHexString(c));
          }
        });
  }

  @Test
  void everyCodePointIsWhatTheTableRecorded() throws IOException {
    Path table = Reference.shared("oracles/unicode/hf.tsv.gz");
    assumeTrue(Files.exists(table), () -> table + " is not on this machine");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(table)), StandardCharsets.US_ASCII))) {
      eachCodePoint(c -> compare(c, read(lines).split("\t", -1)));
    }
  }

  private void compare(int c, String[] row) {
    String name = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    assertEquals(c, HexFormat.fromHexDigits(row[0]));
    for (int i = 1; i < COLUMNS.size(); i++) {
      String column = COLUMNS.get(i);
      assertEquals(
          row[i],
          hexadecimal(normalized(requireNonNull(NORMALIZERS.get(column)), c)),
          () -> column + " " + name);
    }
    int words = Map.of("W", 2, "I", 3, "-", 1).getOrDefault(row[WORDS_COLUMN], 0);
    assertEquals(words, wordsAround(c), () -> "words " + name);
    assertEquals(
        row[WORD_COLUMN].equals("w"),
        UnicodeTables.is(c, UnicodeTables.WORD),
        () -> "word " + name);
  }

  /** Into how many words a code point splits two letters. */
  private int wordsAround(int codePoint) {
    AlignedText text = in;
    text.clear();
    text.append('a', 0, 1);
    text.append(codePoint, 1, 2);
    text.append('a', 2, 3);
    int[] words = {0};
    new BertPreTokenizer().splitter((_, _, _) -> words[0]++).accept(text, 0, text.length());
    return words[0];
  }

  private static String hexadecimal(String text) {
    return text.codePoints()
        .mapToObj(c -> Integer.toHexString(c).toUpperCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }

  private static String read(BufferedReader lines) {
    try {
      return requireNonNull(lines.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
