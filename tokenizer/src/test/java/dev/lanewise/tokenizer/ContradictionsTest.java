package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where tokenizer_config.json says something else, tokenizer.json is followed with a warning. */
class ContradictionsTest {
  private static final List<String> KEYS =
      List.of("do_lower_case", "strip_accents", "tokenize_chinese_chars");

  @TempDir private Path folder;

  private Tokenizer load(String normalizer, String config) throws IOException {
    Files.writeString(folder.resolve("tokenizer_config.json"), config);
    return TokenizerFixture.words("a").with("normalizer", normalizer).load(folder);
  }

  /** Each row: a normalizer and whether it lowercases, strips accents and splits Chinese. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                                                            | false | false | false
          {"type": "Sequence", "normalizers": []}                         | false | false | false
          {"type": "Lowercase"}                                           | true  | false | false
          {"type": "Sequence", "normalizers": [{"type": "Lowercase"}]}    | true  | false | false
          {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true} | true | true | true
          {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": false} | false | false | true
          {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": false, "strip_accents": true, "lowercase": false} | false | true | false
          {"type": "Sequence", "normalizers": [{"type": "Lowercase"}, {"type": "BertNormalizer", "clean_text": false, "handle_chinese_chars": true, "strip_accents": true, "lowercase": false}]} | true | true | true
          """)
  void everyNormalizerIsCompared(
      String normalizer, boolean lowercase, boolean strip, boolean chinese) throws IOException {
    List<Boolean> actual = List.of(lowercase, strip, chinese);
    for (boolean said : new boolean[] {true, false}) {
      List<String> warnings = new ArrayList<>();
      for (int i = 0; i < KEYS.size(); i++) {
        if (actual.get(i) != said) {
          warnings.add(
              "tokenizer_config.json says \""
                  + KEYS.get(i)
                  + "\": "
                  + said
                  + ", tokenizer.json does the opposite; tokenizer.json is followed");
        }
      }
      String config = "{\"" + String.join("\": " + said + ", \"", KEYS) + "\": " + said + "}";
      assertEquals(warnings, load(normalizer, config).warnings());
    }
  }

  @Test
  void whatIsNotSaidContradictsNothing() throws IOException {
    assertEquals(List.of(), load("null", "{\"strip_accents\": null}").warnings());
  }

  @Test
  void theLimitIsANumberThatALimitCanBe() throws IOException {
    assertEquals(OptionalInt.empty(), load("null", "{}").modelMaxLength());
    assertEquals(OptionalInt.of(512), load("null", "{\"model_max_length\": 512}").modelMaxLength());
    assertEquals(
        OptionalInt.empty(),
        load("null", "{\"model_max_length\": 1000000000000000019884624838656}").modelMaxLength());
    assertEquals(
        OptionalInt.empty(), load("null", "{\"model_max_length\": null}").modelMaxLength());
  }
}
