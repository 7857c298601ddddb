package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused of a folder with vocab.txt; {@code ReferenceCasesTest} has what is read. */
class BertVocabFileTest {
  private static final String VOCABULARY = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\n";

  @TempDir private Path folder;

  private Tokenizer load(String vocabulary, String... files) {
    Map<String, String> all = new HashMap<>(Map.of("vocab.txt", vocabulary));
    for (int i = 0; i < files.length; i += 2) {
      all.put(files[i], files[i + 1]);
    }
    return TokenizerFixture.load(folder, all);
  }

  private void refused(String message, String vocabulary, String... files) {
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> load(vocabulary, files), message);
    assertEquals(folder + "/" + message, error.getMessage());
  }

  @Test
  void aTokenMayNotStandTwice() {
    refused(
        "vocab.txt: vocabulary: holds the token \"a\" twice, on lines 6 and 8", VOCABULARY + "a\n");
    refused(
        "vocab.txt: vocabulary: holds the token \"a\" twice, on lines 6 and 8",
        VOCABULARY + "a\u3000\n");
  }

  @Test
  void theTokensThatEverySequenceNeedsHaveToBeThere() {
    refused(
        "vocab.txt: vocabulary: lacks the unknown token \"[UNK]\"",
        VOCABULARY.replace("[UNK]", "x"));
    refused("vocab.txt: vocabulary: lacks the token \"[CLS]\"", VOCABULARY.replace("[CLS]", "x"));
    refused("vocab.txt: vocabulary: lacks the token \"[SEP]\"", VOCABULARY.replace("[SEP]", "x"));
    refused("vocab.txt: vocabulary: lacks the unknown token \"[UNK]\"", "");
    refused(
        "vocab.txt: vocabulary: lacks the unknown token \"<unk>\"",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"unk_token\": \"<unk>\"}");
    refused(
        "vocab.txt: vocabulary: lacks the unknown token \"\"",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"unk_token\": null}");
    refused(
        "vocab.txt: vocabulary: no token is named for cls_token",
        VOCABULARY,
        "tokenizer_config.json",
        "{}",
        "special_tokens_map.json",
        "{\"cls_token\": null}");
  }

  /** The reference gives it an id after all others, for which a model has no row. */
  @Test
  void aMaskTokenThatTheVocabularyLacksIsOrdinaryText() {
    Tokenizer tokenizer = load(VOCABULARY.replace("[MASK]", "mask"));
    assertEquals(7, tokenizer.vocabularySize());
    assertArrayEquals(new int[] {2, 1, 4, 1, 3}, tokenizer.encode("[MASK]").ids());
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Files.write(folder.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xFF});
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));
    assertEquals(folder + "/vocab.txt: text: is not valid UTF-8", error.getMessage());
    refused(
        "vocab.txt: text: begins with a byte order mark, which would become part of a token",
        "\uFEFF" + VOCABULARY);
  }

  @Test
  void otherTokenizersAreRefused() {
    refused(
        "vocab.txt: vocabulary: a vocab.txt for the tokenizer RoFormerTokenizer is not supported",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"tokenizer_class\": \"RoFormerTokenizerFast\"}");
    assertTrue(
        load(VOCABULARY, "tokenizer_config.json", "{\"tokenizer_class\": \"BertTokenizerFast\"}")
            .warnings()
            .isEmpty());
  }

  @Test
  void settingsOfAnotherTypeAreRefused() {
    refused(
        "tokenizer_config.json: $.do_lower_case: expected true or false, found \"yes\"",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"do_lower_case\": \"yes\"}");
    refused(
        "tokenizer_config.json: $.unk_token: expected a string, found 1",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"unk_token\": 1}");
    refused(
        "tokenizer_config.json: $.added_tokens_decoder.x: is not under a token id but \"x\"",
        VOCABULARY,
        "tokenizer_config.json",
        "{\"added_tokens_decoder\": {\"x\": {\"content\": \"y\"}}}");
    refused(
        "special_tokens_map.json: $: expected an object, found an array",
        VOCABULARY,
        "tokenizer_config.json",
        "{}",
        "special_tokens_map.json",
        "[]");
  }

  @Test
  void linesWithoutATokenAreWarnedOf() {
    List<String> warnings = load(VOCABULARY + "\n \nc\n").warnings();
    assertEquals(
        List.of(
            folder + "/vocab.txt: line 8 holds no token",
            folder + "/vocab.txt: line 9 holds no token"),
        warnings);
    assertEquals(OptionalInt.of(9), Tokenizer.load(folder).id("c"));
  }

  @Test
  void tokenizerJsonGoesFirst() throws IOException {
    Files.writeString(folder.resolve("vocab.txt"), "nonsense");
    Tokenizer tokenizer = TokenizerFixture.words("a").load(folder);
    assertEquals(OptionalInt.of(5), tokenizer.id("a"));
    assertFalse(tokenizer.id("nonsense").isPresent());
  }
}
