package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tokenizer.json asks for and isn't supported is refused, with the file and the place. */
class TokenizerFormatTest {
  private static final TokenizerFixture FIXTURE = TokenizerFixture.words("a", "b");

  @TempDir private Path folder;

  private void refused(String message, TokenizerFixture fixture) {
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> fixture.load(folder), message);
    assertEquals(folder.resolve("tokenizer.json") + ": " + message, error.getMessage());
  }

  private static TokenizerFixture model(String key, String json) {
    String model = TokenizerFixture.wordPiece(List.of("[UNK]", "a"));
    return FIXTURE
        .with("added_tokens", "[]")
        .with("post_processor", "null")
        .with("model", model.replaceFirst("\"" + key + "\": ([^,{]+|\\{[^}]*\\})", json));
  }

  @ParameterizedTest
  @CsvSource({
    "model, model, WordLevel",
    "pre_tokenizer, pre-tokenizer, UnicodeScripts",
    "pre_tokenizer, pre-tokenizer, CharDelimiterSplit",
    "decoder, decoder, CTC"
  })
  void anUnsupportedPartIsNamed(String key, String kind, String type) {
    refused(
        "$." + key + ".type: unsupported " + kind + " \"" + type + "\"",
        FIXTURE.with(key, "{\"type\": \"" + type + "\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          normalizer     | {"type": "Lowercase", "locale": "tr"}
          pre_tokenizer  | {"type": "BertPreTokenizer", "digits": true}
          post_processor | {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim": 1}
          decoder        | {"type": "WordPiece", "prefix": "##", "cleanup": true, "strip": 1}
          model          | {"type": "WordPiece", "dropout": 0.1}
          """)
  void anUnknownKeyIsRefused(String key, String json) {
    String message =
        String.valueOf(
            assertThrows(TokenizerFormatException.class, () -> FIXTURE.with(key, json).load(folder))
                .getMessage());
    assertEquals(
        folder.resolve("tokenizer.json") + ": $." + key + ": has the unsupported key",
        message.substring(0, message.indexOf(" \"")));
  }

  @Test
  void anUnsupportedPartInsideASequenceIsNamed() {
    refused(
        "$.normalizer.normalizers[1].normalizers[0].type: unsupported normalizer \"NFX\"",
        FIXTURE.with(
            "normalizer",
            """
            {"type": "Sequence", "normalizers": [{"type": "Lowercase"},
             {"type": "Sequence", "normalizers": [{"type": "NFX"}]}]}
            """));
  }

  @Test
  void theRootIsChecked() {
    refused("$.version: unsupported version \"2.0\"", FIXTURE.with("version", "\"2.0\""));
    refused("$: lacks the key \"version\"", FIXTURE.without("version"));
    refused("$: lacks the key \"model\"", FIXTURE.without("model"));
    refused("$: has the unsupported key \"extra\"", FIXTURE.with("extra", "1"));
    refused("$.normalizer: expected an object, found an array", FIXTURE.with("normalizer", "[]"));
    refused("$.normalizer: lacks the key \"type\"", FIXTURE.with("normalizer", "{}"));
    refused("$.model: lacks the key \"type\"", FIXTURE.with("model", "{\"vocab\": {}}"));
  }

  @Test
  void theModelIsChecked() {
    refused(
        "$.model: the unknown token \"?\" is not in the vocabulary",
        model("unk_token", "\"unk_token\": \"?\""));
    refused(
        "$.model.vocab: \"a\" and \"b\" have the same id 1",
        model("vocab", "\"vocab\": {\"[UNK]\": 0, \"a\": 1, \"b\": 1}"));
    refused(
        "$.model.vocab: the id 2000000000 is out of range for 1 tokens",
        model("vocab", "\"vocab\": {\"[UNK]\": 2000000000}"));
    refused(
        "$.model.vocab.a: must be an integer from 0 to 2147483647, found -1",
        model("vocab", "\"vocab\": {\"a\": -1}"));
    refused(
        "$.model.vocab.a: expected an integer, found 1.0",
        model("vocab", "\"vocab\": {\"a\": 1.0}"));
    refused("$.model.vocab: expected an object, found 1", model("vocab", "\"vocab\": 1"));
    refused(
        "$.model.max_input_chars_per_word: must be an integer from 0 to 2147483647, found -1",
        model("max_input_chars_per_word", "\"max_input_chars_per_word\": -1"));
  }

  @Test
  void addedTokensAreChecked() {
    refused(
        "$.added_tokens: expected an array, found an object",
        FIXTURE.with("added_tokens", "{\"id\": 1}"));
    refused(
        "$.added_tokens[0]: lacks the key \"content\"",
        FIXTURE.with("added_tokens", "[{\"id\": 1}]"));
    refused(
        "$.added_tokens[0]: has the unsupported key \"regex\"",
        FIXTURE.with("added_tokens", "[{\"id\": 1, \"regex\": true}]"));
    refused(
        "$.added_tokens[0].lstrip: expected true or false, found 1",
        FIXTURE.with(
            "added_tokens",
            "["
                + TokenizerFixture.addedToken(1, "x").replace("\"lstrip\": false", "\"lstrip\": 1")
                + "]"));
  }

  /** The reference numbers new tokens by how many there are, which can hit an id that is taken. */
  @Test
  void anAddedTokenMayNotTakeAnId() {
    refused(
        "$.model: \"hello\" and \"<q>\" have the same id 2",
        model("vocab", "\"vocab\": {\"[UNK]\": 0, \"hello\": 2}")
            .with("added_tokens", "[" + TokenizerFixture.addedToken(3, "<q>") + "]"));
  }

  @Test
  void contradictingIdsAreWarnedOf() {
    Tokenizer tokenizer =
        FIXTURE
            .with("added_tokens", "[" + TokenizerFixture.addedToken(99, "<q>") + "]")
            .load(folder);
    assertEquals(
        List.of("tokenizer.json gives \"<q>\" the id 99, the vocabulary 7"), tokenizer.warnings());
  }

  @Test
  void aFileThatIsNotJsonIsRefused() {
    refused(
        "character 12: expected a value, found 'x'",
        FIXTURE.with("version", "x").without("truncation"));
  }

  @Test
  void aFolderWithoutATokenizerIsNamed() {
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> Tokenizer.load(folder));
    assertEquals(
        folder
            + ": tokenizer: there is neither a tokenizer.json nor a vocab.txt nor a merges.txt"
            + " nor any of sentencepiece.bpe.model, spiece.model",
        error.getMessage());
  }
}
