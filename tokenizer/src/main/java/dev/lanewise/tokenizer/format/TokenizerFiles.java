package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;

/** Finds a folder's tokenizer. */
public final class TokenizerFiles {
  private TokenizerFiles() {}

  /**
   * Reads the tokenizer of a folder.
   *
   * @throws JsonException if its files are missing, damaged or not supported
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static TokenizerParts read(ModelPath folder) {
    TokenizerConfig config = TokenizerConfig.read(folder);
    TokenizerParts parts = read(folder, config);
    return config.givesTypes() ? parts : parts.withTemplate(parts.template().withoutTypes());
  }

  private static TokenizerParts read(ModelPath folder, TokenizerConfig config) {
    ModelPath json = folder.resolve("tokenizer.json");
    if (json.exists()) {
      return TokenizerJson.read(JsonNode.read(json), config);
    }
    ModelPath merges = folder.resolve("merges.txt");
    if (merges.exists()) {
      return BpeFiles.read(folder.resolve("vocab.json"), merges, config);
    }
    ModelPath vocabulary = folder.resolve("vocab.txt");
    if (vocabulary.exists()) {
      return BertVocabFile.read(vocabulary, config);
    }
    for (String name : SentencePieceFile.NAMES) {
      ModelPath model = folder.resolve(name);
      if (model.exists()) {
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
