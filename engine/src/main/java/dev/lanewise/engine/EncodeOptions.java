package dev.lanewise.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be done with texts.
 *
 * @param role whether the texts search or are searched, which chooses a prompt where none is named
 * @param promptName the name of one of the model's prompts, to be put before each text
 * @param prompt a prompt in full, which takes precedence over a name
 * @param dimensions how many leading components of a vector to keep (Matryoshka models)
 * @param normalization whether vectors are scaled to length one
 * @param longTexts what becomes of texts that are longer than the model takes
 * @param batchTokens the most tokens that go through the encoder together; memory grows with it
 */
public record EncodeOptions(
    Role role,
    Optional<String> promptName,
    Optional<String> prompt,
    OptionalInt dimensions,
    Normalization normalization,
    LongTexts longTexts,
    int batchTokens) {

  /**
   * What texts are for. A default prompt is for texts of no role only, and names other than the two
   * below are never guessed, which is what the reference does since version 5.
   */
  public enum Role {
    /** Nothing in particular: the model's default prompt, if it has one. */
    ANY,
    /** They search: the prompt {@code query}, or none where the model has none of that name. */
    QUERY,
    /** They are searched: the prompt {@code document}, or none. */
    DOCUMENT
  }

  /** Whether vectors are scaled to length one. */
  public enum Normalization {
    /** As the model says. After shortening by {@code dimensions} nothing is scaled again. */
    AS_MODEL,
    /** Always, and last of all. */
    ALWAYS,
    /** Never, even where the model has a module for it. */
    NEVER
  }

  /** What the model says, as {@code SentenceTransformer.encode} does without arguments. */
  public static final EncodeOptions DEFAULT =
      new EncodeOptions(
          Role.ANY,
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          Normalization.AS_MODEL,
          LongTexts.TRUNCATED,
          1024);

  /** As {@code encode_query} does without arguments. */
  public static final EncodeOptions QUERY = DEFAULT.withRole(Role.QUERY);

  /** As {@code encode_document} does without arguments. */
  public static final EncodeOptions DOCUMENT = DEFAULT.withRole(Role.DOCUMENT);

  /**
   * @throws IllegalArgumentException if {@code dimensions} or {@code batchTokens} is less than 1
   */
  public EncodeOptions {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(promptName, "promptName");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(normalization, "normalization");
    Objects.requireNonNull(longTexts, "longTexts");
    if (dimensions.isPresent() && dimensions.getAsInt() < 1) {
      throw new IllegalArgumentException("dimensions must be at least 1: " + dimensions);
    }
    if (batchTokens < 1) {
      throw new IllegalArgumentException("batchTokens must be at least 1: " + batchTokens);
    }
  }

  /** The same options for texts of another role. */
  public EncodeOptions withRole(Role role) {
    return new EncodeOptions(
        role, promptName, prompt, dimensions, normalization, longTexts, batchTokens);
  }

  /** The same options with one of the model's prompts. */
  public EncodeOptions withPromptName(String name) {
    return new EncodeOptions(
        role, Optional.of(name), prompt, dimensions, normalization, longTexts, batchTokens);
  }

  /** The same options with a prompt in full. */
  public EncodeOptions withPrompt(String text) {
    return new EncodeOptions(
        role, promptName, Optional.of(text), dimensions, normalization, longTexts, batchTokens);
  }

  /** The same options with shortened vectors. */
  public EncodeOptions withDimensions(int count) {
    return new EncodeOptions(
        role, promptName, prompt, OptionalInt.of(count), normalization, longTexts, batchTokens);
  }

  /** The same options with another normalization. */
  public EncodeOptions withNormalization(Normalization when) {
    return new EncodeOptions(role, promptName, prompt, dimensions, when, longTexts, batchTokens);
  }

  /** The same options with long texts treated otherwise. */
  public EncodeOptions withLongTexts(LongTexts texts) {
    return new EncodeOptions(
        role, promptName, prompt, dimensions, normalization, texts, batchTokens);
  }

  /** The same options with another size of batches. */
  public EncodeOptions withBatchTokens(int tokens) {
    return new EncodeOptions(
        role, promptName, prompt, dimensions, normalization, longTexts, tokens);
  }
}
