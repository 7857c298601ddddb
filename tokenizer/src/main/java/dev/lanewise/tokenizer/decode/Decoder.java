package dev.lanewise.tokenizer.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Turns tokens back into text. Immutable and thread-safe. */
@FunctionalInterface
public interface Decoder {
  /** Puts a space between tokens: what happens where a tokenizer names no decoder. */
  Decoder SPACED =
      tokens -> {
        List<String> spaced = new ArrayList<>(tokens);
        for (int i = 1; i < spaced.size(); i++) {
          spaced.set(i, " " + spaced.get(i));
        }
        return spaced;
      };

  /** Makes one string of all. */
  Decoder FUSE = tokens -> List.of(String.join("", tokens));

  /** The strings that, put together, are the text of a sequence of tokens. */
  List<String> decode(List<String> tokens);

  /** A decoder that does the same to each token. */
  static Decoder each(UnaryOperator<String> step) {
    return tokens -> tokens.stream().map(step).toList();
  }

  /** Decoders one after the other. */
  static Decoder sequence(List<Decoder> steps) {
    List<Decoder> all = List.copyOf(steps);
    return tokens -> {
      List<String> strings = tokens;
      for (Decoder step : all) {
        strings = step.decode(strings);
      }
      return strings;
    };
  }
}
