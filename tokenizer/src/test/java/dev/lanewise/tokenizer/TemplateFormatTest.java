package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A post-processor that isn't whole is refused with the place of the fault. */
class TemplateFormatTest {
  private static final String A = "{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}";
  private static final String B = "{\"Sequence\": {\"id\": \"B\", \"type_id\": 1}}";
  private static final String CLS = "{\"SpecialToken\": {\"id\": \"[CLS]\", \"type_id\": 0}}";
  private static final String CLS_TOKEN =
      "\"[CLS]\": {\"id\": \"[CLS]\", \"ids\": [2], \"tokens\": [\"[CLS]\"]}";

  @TempDir private Path folder;

  private Tokenizer load(String postProcessor) {
    return TokenizerFixture.words("a", "b").with("post_processor", postProcessor).load(folder);
  }

  private void refused(String message, String postProcessor) {
    TokenizerFormatException error =
        assertThrows(TokenizerFormatException.class, () -> load(postProcessor), message);
    assertEquals(
        folder.resolve("tokenizer.json") + ": $.post_processor" + message, error.getMessage());
  }

  private static String template(String single, String pair, String specials) {
    return "{\"type\": \"TemplateProcessing\", \"single\": ["
        + single
        + "], \"pair\": ["
        + pair
        + "], \"special_tokens\": {"
        + specials
        + "}}";
  }

  private static String bert(String sep) {
    return "{\"type\": \"BertProcessing\", \"cls\": [\"[CLS]\", 2], \"sep\": " + sep + "}";
  }

  @Test
  void aWholeTemplateIsFollowed() {
    Tokenizer tokenizer = load(template(CLS + "," + A, B + "," + CLS + "," + A, CLS_TOKEN));
    assertEquals("2 5", ids(tokenizer.encode("a")));
    assertEquals("6 2 5", ids(tokenizer.encode("a", "b", Truncation.NONE)));
    assertEquals(1, tokenizer.specialTokenCount(true));
  }

  @Test
  void partsMayNotBeMissing() {
    refused(": lacks the key \"type\"", "{}");
    refused(
        ": lacks the key \"special_tokens\"",
        "{\"type\": \"TemplateProcessing\", \"single\": [], \"pair\": []}");
    refused(
        ": lacks the key \"single\"", "{\"type\": \"TemplateProcessing\", \"special_tokens\": {}}");
    refused(
        ".special_tokens.[CLS]: lacks the key \"ids\"",
        template(A, A + "," + B, "\"[CLS]\": {\"id\": \"[CLS]\", \"tokens\": [\"[CLS]\"]}"));
    refused(
        ".single[0].Sequence: lacks the key \"type_id\"",
        template("{\"Sequence\": {\"id\": \"A\"}}", A + "," + B, ""));
  }

  @Test
  void typesAreChecked() {
    refused(": expected an object, found an array", "[]");
    refused(
        ".single: expected an array, found \"$A\"",
        "{\"type\": \"TemplateProcessing\", \"single\": \"$A\", \"pair\": [], \"special_tokens\": {}}");
    refused(".single[0]: expected an object, found \"$A\"", template("\"$A\"", A, ""));
    refused(
        ".single[0].SpecialToken: expected an object, found 1",
        template("{\"SpecialToken\": 1}", A, ""));
    refused(
        ".special_tokens.[CLS].ids[0]: expected an integer, found \"2\"",
        template(A, A, CLS_TOKEN.replace("[2]", "[\"2\"]")));
    refused(
        ".single[0].Sequence.type_id: must be an integer from 0 to 2147483647, found -1",
        template(A.replace("0", "-1"), A, ""));
  }

  @Test
  void aSpecialTokenHasToBeDeclared() {
    refused(
        ".pair[1].SpecialToken.id: \"[CLS]\" is not among the special_tokens",
        template(A, A + "," + CLS + "," + B, ""));
  }

  @Test
  void aPieceIsOneThing() {
    refused(
        ".single[0]: must have one key, \"SpecialToken\" or \"Sequence\"",
        template(A.replace("}}", "}, " + CLS.substring(1)), A, CLS_TOKEN));
    refused(
        ".single[1]: must have one key, \"SpecialToken\" or \"Sequence\"",
        template(A + ", {}", A, ""));
    refused(".single[0]: has the unsupported key \"Regex\"", template("{\"Regex\": {}}", A, ""));
    refused(
        ".single[0].Sequence: has the unsupported key \"repeat\"",
        template(A.replace("\"id\"", "\"repeat\": 2, \"id\""), A, ""));
  }

  @Test
  void eachTextHasOnePlace() {
    refused(".single: must have one place for the text A", template("", A + "," + B, ""));
    refused(".single: must have one place for the text A", template(B, A + "," + B, ""));
    refused(".single: must have one place for the text A", template(A + "," + A, A, ""));
    refused(".pair: must have one place for each of A and B", template(A, A, ""));
    refused(
        ".pair: must have one place for each of A and B", template(A, A + "," + B + "," + B, ""));
    refused(".single[0].Sequence.id: must be \"A\" or \"B\"", template(A.replace("A", "C"), A, ""));
  }

  @Test
  void idsMayNotContradict() {
    refused(
        ".special_tokens.[CLS]: has 2 ids for 1 tokens",
        template(A, A, CLS_TOKEN.replace("[2]", "[2, 3]")));
    refused(
        ".special_tokens.[CLS].tokens[0]: has the id 9 here and 2 elsewhere",
        template(A, A, CLS_TOKEN.replace("[2]", "[9]")));
    refused(".sep[0]: has the id 4 here and 3 elsewhere", bert("[\"[SEP]\", 4]"));
  }

  @Test
  void bertsTokensAreChecked() {
    refused(".sep: expected a token and its id", bert("[\"[SEP]\"]"));
    refused(".sep: expected a token and its id", bert("[\"[SEP]\", 3, 3]"));
    refused(".sep: expected an array, found \"[SEP]\"", bert("\"[SEP]\""));
    refused(
        ".sep[0]: expected a string, found 3", bert("[3, \"[SEP]\"]".replace("\"[SEP]\"", "3")));
    refused(".sep[1]: expected an integer, found \"3\"", bert("[\"[SEP]\", \"3\"]"));
  }

  static String ids(TokenSequence tokens) {
    StringBuilder out = new StringBuilder();
    for (int id : tokens.ids()) {
      out.append(out.isEmpty() ? "" : " ").append(id);
    }
    return out.toString();
  }
}
