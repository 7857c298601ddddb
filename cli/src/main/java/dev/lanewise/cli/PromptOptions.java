package dev.lanewise.cli;

import dev.lanewise.engine.EncodeOptions;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What to put before each text. */
final class PromptOptions {
  @ArgGroup(exclusive = true)
  private Prompt prompt = new Prompt();

  private static final class Prompt {
    @Option(
        names = "--prompt",
        paramLabel = "NAME",
        description = "Put the model's prompt of this name before each text ('info' lists them).")
    private Optional<String> name = Optional.empty();

    @Option(
        names = "--prompt-text",
        paramLabel = "TEXT",
        description = "Put this before each text.")
    private Optional<String> text = Optional.empty();
  }

  /** Adds the prompt that was asked for. */
  EncodeOptions apply(EncodeOptions options) {
    EncodeOptions named = prompt.name.map(options::withPromptName).orElse(options);
    return prompt.text.map(named::withPrompt).orElse(named);
  }
}
