package dev.lanewise.engine;

import java.util.Map;
import java.util.Optional;

/** Which prompt goes before a text. */
final class Prompts {
  private Prompts() {}

  /**
   * The prompt to use: one that is given in full, or else one of the model's.
   *
   * @param text a prompt in full
   * @param name the name of one of the model's
   * @param prompts the model's
   * @throws IllegalArgumentException if the model has none of that name
   */
  static String choose(Optional<String> text, Optional<String> name, Map<String, String> prompts) {
    if (text.isPresent()) {
      return text.get();
    }
    if (name.isEmpty()) {
      return "";
    }
    String prompt = prompts.get(name.get());
    if (prompt == null) {
      throw new IllegalArgumentException(
          "the model has no prompt \"" + name.get() + "\", only " + prompts.keySet());
    }
    return prompt;
  }
}
