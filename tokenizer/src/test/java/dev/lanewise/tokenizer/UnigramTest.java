package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.subword.Unigram;
import dev.lanewise.tokenizer.text.AlignedText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Unigram refuses, that it finds the best way, and that no text takes long. */
class UnigramTest {
  private static final int MILLION = 1 << 20;
  private static final List<String> PIECES =
      List.of("<unk>", "a", "b", "c", "ab", "ba", "aa", "abc", "bcab", "caba", "aaaa");

  private static final Duration HANG = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static List<Tokenizer> arranged;

  @BeforeAll
  static void load() {
    arranged =
        Stream.of("xlm-roberta", "first")
            .map(name -> ReferenceCasesTest.unigram(name, folder))
            .toList();
  }

  private static TokenList tokens(Unigram model, String text) {
    AlignedText aligned = new AlignedText();
    aligned.set(text);
    TokenList out = new TokenList();
    if (aligned.length() > 0) {
      model.tokenizer(out).accept(aligned, 0, aligned.length());
    }
    return out;
  }

  private static List<Integer> ids(TokenList tokens) {
    return IntStream.range(0, tokens.size()).mapToObj(tokens::id).toList();
  }

  @Property(tries = 500)
  void noOtherWayScoresHigher(
      @ForAll @StringLength(max = 12) @CharRange(from = 'a', to = 'd') String text,
      @ForAll @Size(11) List<@IntRange(min = -40, max = 0) Integer> scores) {
    double[] values = scores.stream().mapToDouble(Integer::doubleValue).toArray();
    Unigram model = new Unigram(PIECES, values, OptionalInt.of(0), false);
    double unknown = scores.stream().mapToInt(Integer::intValue).min().orElseThrow() - 10;
    double score = 0;
    TokenList tokens = tokens(model, text);
    int end = 0;
    for (int i = 0; i < tokens.size(); i++) {
      assertEquals(end, tokens.start(i));
      end = tokens.end(i);
      score += tokens.id(i) == 0 ? unknown * (end - tokens.start(i)) : values[tokens.id(i)];
    }
    assertEquals(text.length(), end);
    assertEquals(best(text, values, unknown), score);
  }

  /** The best score of all ways; whole numbers, so that the order of summing doesn't matter. */
  private static double best(String text, double[] scores, double unknown) {
    if (text.isEmpty()) {
      return 0;
    }
    // A piece that is a letter is never passed over for an unknown one, however bad it is.
    double best =
        PIECES.contains(text.substring(0, 1))
            ? Double.NEGATIVE_INFINITY
            : unknown + best(text.substring(1), scores, unknown);
    for (int id = 1; id < scores.length; id++) {
      String piece = PIECES.get(id);
      if (text.startsWith(piece)) {
        best = Math.max(best, scores[id] + best(text.substring(piece.length()), scores, unknown));
      }
    }
    return best;
  }

  @Test
  void unknownTextNeedsAnUnknownPiece() {
    Unigram model =
        new Unigram(List.of("a", "b"), new double[] {-1, -2}, OptionalInt.empty(), false);
    assertEquals(List.of(0, 1), ids(tokens(model, "ab")));
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> tokens(model, "a\ud83d\ude42"));
    assertEquals(
        "U+1F642 is not in the vocabulary, which has no unknown token", thrown.getMessage());
  }

  @Test
  void bytesThatHaveNoPieceLeaveTheTextUnknown() {
    List<String> pieces = new ArrayList<>(List.of("<unk>", "a"));
    for (String value : List.of("7A", "C3", "A9", "E6", "BC", "F0", "9F", "99", "82")) {
      pieces.add("<0x" + value + ">");
    }
    Unigram model = new Unigram(pieces, new double[pieces.size()], OptionalInt.of(0), true);
    assertEquals(List.of(1, 2, 3, 4, 1), ids(tokens(model, "azéa")));
    assertEquals(List.of(7, 8, 9, 10), ids(tokens(model, "\ud83d\ude42")));
    assertEquals(List.of(0, 1), ids(tokens(model, "z漢a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "unk_id": 3, "vocab": [["a", 0]]    | the unknown piece has the id 3 of 1 pieces
          "unk_id": 0, "vocab": []            | the unknown piece has the id 0 of 0 pieces
          "vocab": [["a", 0], ["b", 1e999]]   | the piece "b" has the score Infinity
          "vocab": [["a", 0], ["b", -1e999]]  | the piece "b" has the score -Infinity
          "vocab": [["a", 0], ["a", 0]]       | the piece "a" stands twice, the first time with the id 0
          "vocab": [["a", 0, 1]]              | .vocab[0]: must be a piece and its score
          "vocab": [["a", "0"]]               | .vocab[0][1]: expected a number, found "0"
          "vocab": {"a": 0}                   | .vocab: expected an array, found an object
          "vocab": [], "fuse_unk": false      | has the unsupported key "fuse_unk"
          """)
  void theModelIsChecked(String model, String message) {
    TokenizerFixture fixture =
        TokenizerFixture.words("a").with("model", "{\"type\": \"Unigram\", " + model + "}");
    TokenizerFormatException thrown =
        assertThrows(TokenizerFormatException.class, () -> fixture.load(folder));
    assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown::getMessage);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "add_prefix_space": false, "prepend_scheme": "first" | contradict each other
          "prepend_scheme": "last"                             | unsupported prepend_scheme "last"
          "replacement": "ab"                                  | must be one character, found "ab"
          "replacement": ""                                    | must be one character, found ""
          "split_all": true                                    | unsupported key "split_all"
          """)
  void metaspaceIsChecked(String settings, String message) {
    String replacement = settings.contains("replacement") ? "" : "\"replacement\": \"_\", ";
    String json = "{\"type\": \"Metaspace\", " + replacement + settings + "}";
    for (String key : List.of("pre_tokenizer", "decoder")) {
      TokenizerFixture fixture = TokenizerFixture.words("a").with(key, json);
      TokenizerFormatException thrown =
          assertThrows(TokenizerFormatException.class, () -> fixture.load(folder));
      assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown::getMessage);
    }
  }

  /** Older files say so; the reference of today refuses them, which once read them like this. */
  @Test
  void noPrefixSpaceMeansNever() {
    TokenizerFixture fixture =
        TokenizerFixture.words("a", "_", "_a")
            .with(
                "pre_tokenizer",
                "{\"type\": \"Metaspace\", \"replacement\": \"_\", \"add_prefix_space\": false}");
    assertEquals(5, fixture.load(folder).withoutSpecialTokens().encode("a").id(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "é", "\u0301", "\ufdfa"})
  void aMillionBytesWithoutASpace(String unit) {
    String text = unit.repeat(MILLION / unit.getBytes(StandardCharsets.UTF_8).length);
    for (Tokenizer tokenizer : arranged) {
      TokenSequence tokens = assertTimeoutPreemptively(HANG, () -> tokenizer.encode(text));
      // One code point becomes 18 at most, and with byte fallback each of those four tokens.
      assertTrue(tokens.size() <= 4 * 18 * text.length(), () -> unit + " " + tokens.size());
    }
  }
}
