package dev.lanewise.tokenizer.subword;

import java.util.List;

/** Turns tokens back into text. Immutable and thread-safe. */
@FunctionalInterface
public interface Decoder {
  /** Tokens with a space between them: what happens where a tokenizer names no decoder. */
  Decoder SPACED = tokens -> String.join(" ", tokens);

  /** The text of a sequence of tokens. */
  String decode(List<String> tokens);
}
