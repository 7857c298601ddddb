package dev.lanewise.tokenizer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanewise.json.JsonNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Tokenizers of many kinds do in every respect what the reference does. */
class ReferenceCasesTest {
  private static final JsonNode CASES = Reference.zipped("cases.json.gz");

  @TempDir private Path scratch;

  @TestFactory
  Stream<DynamicTest> tokenizerFiles() {
    Map<String, String> files = new LinkedHashMap<>();
    CASES.get("tokenizers").fields().forEach((name, file) -> files.put(name, file.string()));
    return check(files, CASES);
  }

  @TestFactory
  Stream<DynamicTest> unigramTokenizerFiles() {
    return check(Reference.arrangements("unigram.json.gz"), Reference.zipped("unigram.json.gz"));
  }

  @TestFactory
  Stream<DynamicTest> foldersWithoutTokenizerFile() {
    return CASES.get("folders").elements().stream()
        .map(folder -> dynamicTest(folder.get("name").string(), () -> checkFolder(folder)));
  }

  /** One of the Unigram tokenizers. */
  static Tokenizer unigram(String name, Path folder) {
    String json = requireNonNull(Reference.arrangements("unigram.json.gz").get(name));
    return TokenizerFixture.load(folder.resolve(name), Map.of("tokenizer.json", json));
  }

  /** A test for each tokenizer.json with the cases that are recorded for it. */
  private Stream<DynamicTest> check(Map<String, String> files, JsonNode recorded) {
    return files.keySet().stream()
        .map(
            name ->
                dynamicTest(
                    name,
                    () -> check(name, requireNonNull(files.get(name)), cases(name, recorded))));
  }

  private void check(String name, String json, List<ReferenceCase> cases) {
    assertFalse(cases.isEmpty());
    Tokenizer tokenizer =
        TokenizerFixture.load(scratch.resolve(name), Map.of("tokenizer.json", json));
    for (ReferenceCase reference : cases) {
      if (reference.refused()) {
        assertThrows(
            IllegalArgumentException.class, () -> reference.encode(tokenizer), reference::name);
      } else {
        reference.check(tokenizer);
      }
    }
  }

  private void checkFolder(JsonNode folder) {
    Map<String, String> files = new LinkedHashMap<>();
    folder.get("files").fields().forEach((file, text) -> files.put(file, text.string()));
    Tokenizer tokenizer =
        TokenizerFixture.load(scratch.resolve(folder.get("name").string()), files);
    folder.get("cases").elements().forEach(json -> new ReferenceCase(json).check(tokenizer));
  }

  private static List<ReferenceCase> cases(String tokenizer, JsonNode recorded) {
    return recorded.get("cases").elements().stream()
        .filter(json -> json.get("tokenizer").string().equals(tokenizer))
        .map(ReferenceCase::new)
        .toList();
  }
}
