package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same with published tokenizers, where this machine has them. */
class PublishedTokenizersTest {
  /** The golden files have every eighth line of the corpus. */
  private static final int STEP = 8;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bert-base-uncased", "bert-base-chinese", "mpnet"})
  void idsAreTheReferences(String name) throws IOException {
    Path file = Reference.shared("tokenizers").resolve(name + ".json");
    assumeTrue(Files.exists(file), () -> file + " is not on this machine");
    Files.copy(file, folder.resolve("tokenizer.json"));
    Tokenizer tokenizer = Tokenizer.load(folder);
    ByteBuffer expected = Reference.unzipped(name + ".bin.gz");
    List<String> lines = ReferenceCorpus.lines();
    assertEquals((lines.size() + STEP - 1) / STEP, expected.capacity() / Integer.BYTES);
    for (int line = 0; line < lines.size(); line += STEP) {
      String text = lines.get(line);
      assertEquals(
          expected.getInt(),
          new Hash().addAll(tokenizer.encode(text).ids()).value(),
          () -> TokenizerFixture.quoted(text) + TemplateFormatTest.ids(tokenizer.encode(text)));
    }
  }
}
