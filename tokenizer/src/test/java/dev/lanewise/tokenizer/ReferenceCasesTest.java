package dev.lanewise.tokenizer;

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
  private static final JsonNode CASES =
      JsonNode.parse("cases.json.gz", Reference.unzipped("cases.json.gz"));

  @TempDir private Path scratch;

  @TestFactory
  Stream<DynamicTest> tokenizerFiles() {
    Map<String, List<ReferenceCase>> cases = new LinkedHashMap<>();
    CASES.get("tokenizers").fields().keySet().forEach(name -> cases.put(name, cases(name)));
    return cases.entrySet().stream()
        .map(entry -> dynamicTest(entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> foldersWithoutTokenizerFile() {
    return CASES.get("folders").elements().stream()
        .map(folder -> dynamicTest(folder.get("name").string(), () -> checkFolder(folder)));
  }

  private void check(String name, List<ReferenceCase> cases) {
    String json = CASES.get("tokenizers").get(name).string();
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

  private static List<ReferenceCase> cases(String tokenizer) {
    return CASES.get("cases").elements().stream()
        .filter(json -> json.get("tokenizer").string().equals(tokenizer))
        .map(ReferenceCase::new)
        .toList();
  }
}
