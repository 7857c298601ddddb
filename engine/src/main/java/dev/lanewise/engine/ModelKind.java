package dev.lanewise.engine;

import dev.lanewise.engine.pipeline.CrossEncoderFolder;
import dev.lanewise.engine.pipeline.MaskedModelFolder;
import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/** What a model folder was made for, by what its configuration says. */
public enum ModelKind {
  /** Text in, a vector out: {@link SentenceEncoder}. */
  SENTENCE_ENCODER("sentence encoder"),
  /** A pair of texts in, scores out: {@link CrossEncoder}. */
  CROSS_ENCODER("cross-encoder"),
  /** A text with masks in, tokens out: {@link MaskedLanguageModel}. */
  MASKED_LANGUAGE_MODEL("masked language model");

  private final String label;

  ModelKind(String label) {
    this.label = label;
  }

  /**
   * The kind of the model in a folder or archive. A folder that says nothing of a head is a
   * sentence encoder's.
   *
   * @throws ModelFormatException if there is no such folder, or its configuration is missing or
   *     damaged
   * @throws java.io.UncheckedIOException if a file can't be read
   */
  public static ModelKind of(Path model) {
    try (Arena arena = Arena.ofConfined()) {
      ModelPath folder = ModelPath.open(model, arena);
      if (CrossEncoderFolder.isOne(folder)) {
        return CROSS_ENCODER;
      }
      return MaskedModelFolder.isOne(folder) ? MASKED_LANGUAGE_MODEL : SENTENCE_ENCODER;
    } catch (ArchiveException | JsonException e) {
      throw new ModelFormatException(e);
    }
  }

  /** The name for people. */
  @Override
  public String toString() {
    return label;
  }
}
