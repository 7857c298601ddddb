package dev.lanewise.engine;

import java.util.Objects;
import java.util.Optional;

/**
 * How pairs are scored.
 *
 * @param activation what turns logits into scores; if empty, what the model says
 * @param promptName the name of one of the model's prompts, to be put before the first text
 * @param prompt a prompt in full, which takes precedence over a name
 * @param batchTokens the most tokens that go through the encoder together; memory grows with it
 */
public record ScoreOptions(
    Optional<ScoreActivation> activation,
    Optional<String> promptName,
    Optional<String> prompt,
    int batchTokens) {

  /** What the model says, as {@code CrossEncoder.predict} does without arguments. */
  public static final ScoreOptions DEFAULT =
      new ScoreOptions(Optional.empty(), Optional.empty(), Optional.empty(), 1024);

  /** Logits. */
  public static final ScoreOptions RAW = DEFAULT.withActivation(ScoreActivation.IDENTITY);

  /**
   * @throws IllegalArgumentException if {@code batchTokens} is less than 1
   */
  public ScoreOptions {
    Objects.requireNonNull(activation, "activation");
    Objects.requireNonNull(promptName, "promptName");
    Objects.requireNonNull(prompt, "prompt");
    if (batchTokens < 1) {
      throw new IllegalArgumentException("batchTokens must be at least 1: " + batchTokens);
    }
  }

  /** The same options with another activation than the model's. */
  public ScoreOptions withActivation(ScoreActivation function) {
    return new ScoreOptions(Optional.of(function), promptName, prompt, batchTokens);
  }

  /** The same options with one of the model's prompts. */
  public ScoreOptions withPromptName(String name) {
    return new ScoreOptions(activation, Optional.of(name), prompt, batchTokens);
  }

  /** The same options with a prompt in full. */
  public ScoreOptions withPrompt(String text) {
    return new ScoreOptions(activation, promptName, Optional.of(text), batchTokens);
  }

  /** The same options with another size of batches. */
  public ScoreOptions withBatchTokens(int tokens) {
    return new ScoreOptions(activation, promptName, prompt, tokens);
  }
}
