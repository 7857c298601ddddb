package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.lanewise.json.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Folders with a SentencePiece model, or with {@code vocab.json} and {@code merges.txt}, in the
 * arrangements of the Python classes: small cases and a part of the corpus are as in transformers.
 */
class FolderReferenceTest {
  /** Every so many-th line of the corpus is compared. */
  private static final int STEP = 16;

  private static final JsonNode FOLDERS = Reference.zipped("folders.json.gz");

  @TempDir private Path scratch;

  @TestFactory
  Stream<DynamicTest> everyFolderIsReadAsTheReferenceDoes() {
    List<String> names = List.copyOf(FOLDERS.get("folders").fields().keySet());
    ReferenceBlocks blocks = ReferenceBlocks.read("folders.bin.gz", STEP, names.size());
    return IntStream.range(0, names.size())
        .mapToObj(i -> dynamicTest(names.get(i), () -> check(i, names.get(i), blocks)));
  }

  private void check(int index, String name, ReferenceBlocks blocks) throws IOException {
    JsonNode folder = FOLDERS.get("folders").get(name);
    Tokenizer tokenizer = load(name, folder);
    for (Map.Entry<String, JsonNode> reference : folder.get("cases").fields().entrySet()) {
      assertEquals(
          reference.getValue().elements().stream().map(id -> id.integer(0, 1 << 26)).toList(),
          IntStream.of(tokenizer.encode(reference.getKey()).ids()).boxed().toList(),
          () -> name + " " + TokenizerFixture.quoted(reference.getKey()));
    }
    blocks.check(index, name, tokenizer, "make_folder_goldens.py");
  }

  private Tokenizer load(String name, JsonNode spec) throws IOException {
    Path folder = Files.createDirectories(scratch.resolve(name));
    for (Map.Entry<String, JsonNode> file : spec.get("files").fields().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue().string());
    }
    if (spec.has("pairs")) {
      writePairs(folder, spec.get("pairs").string());
    } else {
      ByteArrayOutputStream model = new ByteArrayOutputStream();
      spec.get("model").elements().forEach(part -> model.writeBytes(part(part.string())));
      Files.write(folder.resolve(spec.get("name").string()), model.toByteArray());
    }
    return Tokenizer.load(folder);
  }

  /** A part of a SentencePiece model file. */
  private static byte[] part(String name) {
    if (!name.equals("charsmap")) {
      return Base64.getDecoder().decode(FOLDERS.get("parts").get(name).string());
    }
    JsonNode models = Reference.zipped("unigram.json.gz").get("models");
    String map = models.get("charsmap").string().replace("\"", "");
    return SentencePieceFileTest.charsMap(Base64.getDecoder().decode(map));
  }

  /** Writes the two files of a byte-pair model that stands in arrangements.json.gz. */
  private static void writePairs(Path folder, String name) throws IOException {
    String text = Reference.zipped("arrangements.json.gz").get("models").get(name).string();
    JsonNode model = JsonNode.parse(name, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    String vocabulary =
        model.get("vocab").fields().entrySet().stream()
            .map(
                token ->
                    TokenizerFixture.quoted(token.getKey())
                        + ": "
                        + token.getValue().integer(0, 1 << 26))
            .collect(Collectors.joining(", ", "{", "}"));
    Files.writeString(folder.resolve("vocab.json"), vocabulary);
    List<String> merges = new ArrayList<>(List.of("#version: 0.2"));
    for (JsonNode merge : model.get("merges").elements()) {
      merges.add(
          merge.isString()
              ? merge.string()
              : merge.elements().stream().map(JsonNode::string).collect(Collectors.joining(" ")));
    }
    Files.write(folder.resolve("merges.txt"), merges);
  }
}
