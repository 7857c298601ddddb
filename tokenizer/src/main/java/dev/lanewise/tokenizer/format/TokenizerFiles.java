package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a folder's tokenizer. */
public final class TokenizerFiles {
  private TokenizerFiles() {}

  /**
   * Reads the tokenizer of a folder.
   *
   * @throws JsonException if its files are missing, damaged or not supported
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static TokenizerParts read(Path folder) {
    TokenizerConfig config = TokenizerConfig.read(folder);
    TokenizerParts parts = read(folder, config);
    return config.givesTypes() ? parts : parts.withTemplate(parts.template().withoutTypes());
  }

  private static TokenizerParts read(Path folder, TokenizerConfig config) {
    Path json = folder.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return TokenizerJson.read(JsonNode.read(json), config);
    }
    Path merges = folder.resolve("merges.txt");
    if (Files.exists(merges)) {
      return BpeFiles.read(folder.resolve("vocab.json"), merges, config);
    }
    Path vocabulary = folder.resolve("vocab.txt");
    if (Files.exists(vocabulary)) {
      return BertVocabFile.read(vocabulary, config);
    }
    for (String name : SentencePieceFile.NAMES) {
      Path model = folder.resolve(name);
      if (Files.exists(model)) {
        return SentencePieceFile.read(model, config);
      }
    }
    throw new JsonException(
        folder.toString(),
        "tokenizer",
        "there is neither a tokenizer.json nor a vocab.txt nor a merges.txt nor any of "
            + String.join(", ", SentencePieceFile.NAMES));
  }
}
