package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tokenizer.normalize.NormalForm;
import dev.lanewise.tokenizer.pattern.Cl100kPattern;
import dev.lanewise.tokenizer.pattern.Gpt2Pattern;
import dev.lanewise.tokenizer.pattern.TextPattern;
import dev.lanewise.tokenizer.text.AlignedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for byte-pair encoding whatever the text, and how long the worst texts take. */
class BpePropertyTest {
  private static final int MILLION = 1 << 20;

  /** No measure of speed: work that grows with the square of a million takes hours. */
  private static final Duration HANG = Duration.ofMinutes(1);

  private static final String[] PIECES = {
    "hello",
    " world",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "'s",
    "'LL",
    "1",
    "12345",
    "é",
    "e\u0301",
    "漢字",
    "\ud83d\ude00",
    "!",
    "...",
    "\u00a0",
    "\u3000",
    "ß",
    "ſ",
    "\u0345\u0323",
    "한",
    "<x>",
    "_",
    "\ud835\udfd9"
  };

  @TempDir private static Path scratch;

  private static final Map<String, Tokenizer> LOADED = new HashMap<>();

  private static List<String> texts;

  @BeforeAll
  static void draw() {
    Random random = new Random(4);
    texts = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      texts.add(text.toString());
    }
  }

  private static Tokenizer tokenizer(String arrangement) {
    return ArrangementsTest.tokenizer(arrangement, scratch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "llama", "starcoder", "gemma"})
  void aTextComesBack(String arrangement) {
    Tokenizer tokenizer = tokenizer(arrangement).withoutSpecialTokens();
    for (String text : texts) {
      assertEquals(text, tokenizer.decode(tokenizer.encode(text).ids(), false));
    }
  }

  @Test
  void aTextComesBackInItsNormalForm() {
    Tokenizer tokenizer = tokenizer("qwen").withoutSpecialTokens();
    for (String text : texts) {
      assertEquals(
          NormalForm.NFC.normalize(text), tokenizer.decode(tokenizer.encode(text).ids(), false));
    }
  }

  /** Every byte of a text is in one token, and the ranges of tokens follow each other. */
  @ParameterizedTest
  @ValueSource(strings = {"gpt2", "gemma"})
  void rangesCoverTheText(String arrangement) {
    Tokenizer tokenizer = tokenizer(arrangement).withoutSpecialTokens();
    for (String text : texts) {
      TokenSequence tokens = tokenizer.encode(text);
      int end = 0;
      for (int i = 0; i < tokens.size(); i++) {
        assertTrue(tokens.start(i) <= end && tokens.start(i) < tokens.end(i), text);
        assertTrue(tokens.end(i) >= end, text);
        end = tokens.end(i);
      }
      assertEquals(text.length(), end);
    }
  }

  /** Where tokens are whole characters they read like their ranges. */
  @Test
  void rangesSliceTheText() {
    Tokenizer tokenizer = tokenizer("gpt2");
    for (String text : texts) {
      TokenSequence tokens = tokenizer.encode(text);
      for (int i = 0; i < tokens.size(); i++) {
        String decoded = tokenizer.decode(new int[] {tokens.id(i)}, false);
        if (decoded.indexOf('\ufffd') < 0) {
          assertEquals(text.substring(tokens.start(i), tokens.end(i)), decoded);
        }
      }
    }
  }

  /** A word is looked up the second time it is met. */
  @ParameterizedTest
  @ValueSource(strings = {"roberta", "llama", "suffix"})
  void knownWordsAreTokenizedAsTheFirstTime(String arrangement) {
    Tokenizer tokenizer = tokenizer(arrangement);
    for (String text : texts) {
      int[] first = tokenizer.encode(text).ids();
      assertArrayEquals(first, tokenizer.encode(text).ids());
    }
  }

  /** The JDK's expressions agree where its Unicode version has the same categories. */
  @Test
  void scannersFindWhatTheExpressionsDescribe() {
    String digits =
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r"
            + "\\n"
            + "\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,DIGITS}| ?[^\\s\\p{L}\\p{N}]+[\\r"
            + "\\n"
            + "]*|\\s*[\\r"
            + "\\n"
            + "]+|\\s+(?!\\S)|\\s+";
    compare(new Cl100kPattern(1), digits.replace("DIGITS", "1"));
    compare(new Cl100kPattern(3), digits.replace("DIGITS", "3"));
    compare(
        new Gpt2Pattern(),
        "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");
  }

  private static void compare(TextPattern scanner, String expression) {
    Pattern pattern =
        Pattern.compile(expression, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
    AlignedText in = new AlignedText();
    for (String text : texts) {
      in.set(text);
      Matcher matcher = pattern.matcher(text);
      for (int at = 0; at < in.length(); ) {
        assertTrue(matcher.find(), text);
        assertEquals(matcher.start(), in.start(scanner.start(in, at, in.length())), text);
        at = scanner.end(in, at, in.length());
        assertEquals(matcher.end(), in.end(at - 1), text);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "hello", "é", "漢", "1", " ", "\n", "\ud83d\ude00", "\u0301\u0323"})
  void aMillionCharactersWithoutASpaceTakeBoundedTime(String unit) {
    String text = unit.repeat(MILLION / unit.length());
    for (String arrangement : List.of("roberta", "gemma", "normalizer-NFKC")) {
      Tokenizer tokenizer = LOADED.computeIfAbsent(arrangement, BpePropertyTest::tokenizer);
      TokenSequence tokens = assertTimeoutPreemptively(HANG, () -> tokenizer.encode(text));
      assertTrue(tokens.size() <= text.getBytes(StandardCharsets.UTF_8).length * 4 + 3);
      if (arrangement.equals("gemma")) {
        assertEquals(text.length(), tokens.end(tokens.size() - 2));
      }
    }
  }
}
