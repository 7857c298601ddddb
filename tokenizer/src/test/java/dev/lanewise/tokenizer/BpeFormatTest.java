package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lanewise.tokenizer.text.ByteAlphabet;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused of byte-pair encoding, its companions and its files, with the place. */
class BpeFormatTest {
  private static final String VOCABULARY = "{\"a\": 0, \"b\": 1, \"ab\": 2, \"u\": 3}";
  private static final String MODEL =
      "{\"type\": \"BPE\", \"vocab\": " + VOCABULARY + ", \"merges\": [[\"a\", \"b\"]]}";

  @TempDir private Path folder;

  private static TokenizerFixture fixture() {
    return TokenizerFixture.words()
        .with("added_tokens", "[]")
        .with("normalizer", "null")
        .with("pre_tokenizer", "null")
        .with("post_processor", "null")
        .with("decoder", "null")
        .with("model", MODEL);
  }

  private void refused(String message, TokenizerFixture fixture) {
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> fixture.load(folder), message);
    assertEquals(folder.resolve("tokenizer.json") + ": " + message, error.getMessage());
  }

  private static TokenizerFixture model(String rest) {
    return fixture()
        .with("model", "{\"type\": \"BPE\", \"vocab\": " + VOCABULARY + ", " + rest + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          $.model: lacks the key "merges" | "dropout": null
          $.model.merges: expected an array, found an object | "merges": {}
          $.model.merges[0]: expected an array, found 1 | "merges": [1]
          $.model.merges[0]: expected two tokens, found 1 | "merges": [["a"]]
          $.model.merges[0]: expected two tokens, found 3 | "merges": [["a", "b", "a"]]
          $.model.merges[0][1]: expected a string, found null | "merges": [["a", null]]
          $.model.merges[1]: expected two tokens with a space between, found "ab" | "merges": ["a b", "ab"]
          $.model.merges[0]: expected two tokens with a space between, found "a b a" | "merges": ["a b a"]
          $.model: merge 0: "x" is not in the vocabulary | "merges": [["a", "x"]]
          $.model: merge 0: "x" is not in the vocabulary | "merges": ["#version: 0.2", "x a"]
          $.model: merge 1: "ba" is not in the vocabulary | "merges": ["a b", "b a"]
          $.model: the unknown token "?" is not in the vocabulary | "merges": [], "unk_token": "?"
          $.model: bytes can't have a prefix or a suffix | "merges": [], "byte_fallback": true, "end_of_word_suffix": "</w>"
          $.model: the prefix inside words has to be ASCII | "merges": [], "continuing_subword_prefix": "é"
          $.model: merge 0: "b" is shorter than the prefix | "merges": ["a b"], "continuing_subword_prefix": "##"
          $.model.dropout: dropout would make token ids a matter of chance | "merges": [], "dropout": 0.1
          $.model.fuse_unk: expected true or false, found 1 | "merges": [], "fuse_unk": 1
          $.model: has the unsupported key "x" | "merges": [], "x": 1
          """)
  void theModelIsChecked(String message, String rest) {
    refused(message, model(rest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          pre_tokenizer | $.pre_tokenizer.pattern.Regex: unsupported regular expression (a+)+ | {"type": "Split", "pattern": {"Regex": "(a+)+"}, "behavior": "Isolated", "invert": false}
          pre_tokenizer | $.pre_tokenizer.pattern.String: a pattern has to have from 1 to 256 characters | {"type": "Split", "pattern": {"String": ""}, "behavior": "Isolated", "invert": false}
          pre_tokenizer | $.pre_tokenizer.pattern: lacks the key "String" | {"type": "Split", "pattern": {}, "behavior": "Isolated", "invert": false}
          pre_tokenizer | $.pre_tokenizer.behavior: unsupported behavior "Kept" | {"type": "Split", "pattern": {"String": " "}, "behavior": "Kept", "invert": false}
          pre_tokenizer | $.pre_tokenizer: lacks the key "invert" | {"type": "Split", "pattern": {"String": " "}, "behavior": "Removed"}
          pre_tokenizer | $.pre_tokenizer: lacks the key "trim_offsets" | {"type": "ByteLevel", "add_prefix_space": false}
          pre_tokenizer | $.pre_tokenizer.pretokenizers[1].type: unsupported pre-tokenizer "Regex" | {"type": "Sequence", "pretokenizers": [{"type": "Whitespace"}, {"type": "Regex"}]}
          normalizer | $.normalizer.pattern.Regex: unsupported regular expression .* | {"type": "Replace", "pattern": {"Regex": ".*"}, "content": ""}
          normalizer | $.normalizer: has the unsupported key "form" | {"type": "NFC", "form": "D"}
          post_processor | $.post_processor.processors[1]: trims offsets that are trimmed already | {"type": "Sequence", "processors": [{"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true}, {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true}]}
          post_processor | $.post_processor.processors[1]: puts special tokens around special tokens | {"type": "Sequence", "processors": [{"type": "BertProcessing", "sep": ["a", 0], "cls": ["b", 1]}, {"type": "BertProcessing", "sep": ["a", 0], "cls": ["b", 1]}]}
          post_processor | $.post_processor.sep[0]: has the id 1 here and 0 elsewhere | {"type": "RobertaProcessing", "sep": ["a", 1], "cls": ["b", 1], "trim_offsets": true, "add_prefix_space": true}
          decoder | $.decoder: has the unsupported key "x" | {"type": "ByteLevel", "x": 1}
          """)
  void theOtherPartsAreChecked(String key, String message, String json) {
    refused(message, fixture().with(key, json));
  }

  @Test
  void whatGrowsATextIsBounded() {
    String long257 = "x".repeat(257);
    refused(
        "$.normalizer.content: the replacement has more than 256 characters",
        fixture()
            .with(
                "normalizer",
                "{\"type\": \"Replace\", \"pattern\": {\"String\": \"a\"}, \"content\": \""
                    + long257
                    + "\"}"));
    refused(
        "$.normalizer.prepend: has more than 256 characters",
        fixture().with("normalizer", "{\"type\": \"Prepend\", \"prepend\": \"" + long257 + "\"}"));
  }

  /** Files of the library's first versions. */
  @Test
  void aModelWithoutATypeIsKnownByItsMerges() {
    Tokenizer tokenizer =
        fixture().with("model", MODEL.replace("\"type\": \"BPE\", ", "")).load(folder);
    assertArrayEquals(new int[] {2, 0}, tokenizer.encode("aba").ids());
    assertEquals("BPE", tokenizer.algorithm());
  }

  @Test
  void aCharacterWithoutATokenIsAnErrorWhereTheUnknownTokenIsMissing() {
    // Every byte has a token, so that this model may lack the unknown token it names.
    StringBuilder vocabulary = new StringBuilder("{");
    for (int b = 0; b < 256; b++) {
      char character = ByteAlphabet.character(b);
      vocabulary.append(b == 0 ? "" : ", ").append(TokenizerFixture.quoted("" + character));
      vocabulary.append(": ").append(b);
    }
    Tokenizer tokenizer =
        fixture()
            .with(
                "model",
                "{\"type\": \"BPE\", \"unk_token\": \"?!\", \"merges\": [], \"vocab\": "
                    + vocabulary
                    + "}}")
            .load(folder);
    assertArrayEquals(new int[] {'a', 0xE9}, tokenizer.encode("aé").ids());
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("a漢"));
    assertEquals(
        "the vocabulary has neither U+6F22 nor the unknown token \"?!\"", error.getMessage());
  }

  private void filesRefused(String message, String... files) {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "vocab.json",
                "{\"<s>\": 0, \"</s>\": 1, \"a\": 2, \"b\": 3, \"ab\": 4}",
                "merges.txt",
                "a b\n"));
    for (int i = 0; i < files.length; i += 2) {
      all.put(files[i], files[i + 1]);
    }
    TokenizerFormatException error =
        assertThrows(
            TokenizerFormatException.class, () -> TokenizerFixture.load(folder, all), message);
    assertEquals(folder + "/" + message, error.getMessage());
  }

  @Test
  void foldersWithMergesAreChecked() {
    filesRefused(
        "merges.txt: merges: line 2: expected two tokens with a space between",
        "merges.txt",
        "a b\n\n");
    filesRefused(
        "merges.txt: merges: merge 0: \"ba\" is not in the vocabulary", "merges.txt", "b a");
    filesRefused(
        "merges.txt: merges: a merges.txt for the tokenizer CTRLTokenizer is not supported",
        "tokenizer_config.json",
        "{\"tokenizer_class\": \"CTRLTokenizer\"}");
    filesRefused(
        "tokenizer_config.json: $.add_bos_token: is not supported",
        "tokenizer_config.json",
        "{\"tokenizer_class\": \"GPT2Tokenizer\", \"add_bos_token\": true}");
    filesRefused(
        "vocab.json: $: lacks the token \"<c>\"",
        "tokenizer_config.json",
        "{\"cls_token\": \"<c>\"}");
    filesRefused(
        "vocab.json: $.a: expected an integer, found \"0\"", "vocab.json", "{\"a\": \"0\"}");
    filesRefused(
        "vocab.json: $: \"a\" and \"b\" have the same id 0", "vocab.json", "{\"a\": 0, \"b\": 0}");
  }

  @Test
  void warningsAreNoneForAPlainFolder() {
    Tokenizer tokenizer =
        TokenizerFixture.load(
            folder, Map.of("vocab.json", "{\"<s>\": 0, \"</s>\": 1, \"a\": 2}", "merges.txt", ""));
    assertEquals(List.of(), tokenizer.warnings());
    assertArrayEquals(new int[] {0, 2, 1}, tokenizer.encode("a").ids());
  }
}
