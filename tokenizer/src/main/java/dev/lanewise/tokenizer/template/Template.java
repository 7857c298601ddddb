package dev.lanewise.tokenizer.template;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where special tokens and texts stand: {@code [CLS] A [SEP]} and {@code [CLS] A [SEP] B [SEP]}.
 *
 * @param single the parts around one text
 * @param pair the parts around a pair of texts
 */
public record Template(List<Part> single, List<Part> pair) {
  /** No special tokens at all; the second text of a pair has type 1. */
  public static final Template BARE =
      new Template(List.of(new Text(false, 0)), List.of(new Text(false, 0), new Text(true, 1)));

  public Template {
    single = List.copyOf(single);
    pair = List.copyOf(pair);
  }

  /** A part of a template. */
  public sealed interface Part {}

  /** Tokens that stand there whatever the text. */
  public record Special(List<Integer> ids, int typeId) implements Part {
    public Special {
      ids = List.copyOf(ids);
    }
  }

  /** The first or the second text. */
  public record Text(boolean second, int typeId) implements Part {}

  /** The parts for one text or for a pair. */
  public List<Part> parts(boolean isPair) {
    return isPair ? pair : single;
  }

  /** How many special tokens are added. */
  public int specialTokens(boolean isPair) {
    int count = 0;
    for (Part part : parts(isPair)) {
      if (part instanceof Special special) {
        count += special.ids().size();
      }
    }
    return count;
  }

  /** The ids of all special tokens. */
  public int[] specialIds() {
    return IntStream.concat(Arrays.stream(specialIds(single)), Arrays.stream(specialIds(pair)))
        .distinct()
        .toArray();
  }

  /** This template without its special tokens. */
  public Template withoutSpecialTokens() {
    return new Template(texts(single), texts(pair));
  }

  /** This template with type 0 for every token. */
  public Template withoutTypes() {
    return new Template(withoutTypes(single), withoutTypes(pair));
  }

  private static List<Part> withoutTypes(List<Part> parts) {
    return parts.stream()
        .<Part>map(
            part ->
                switch (part) {
                  case Special special -> new Special(special.ids(), 0);
                  case Text text -> new Text(text.second(), 0);
                })
        .toList();
  }

  private static int[] specialIds(List<Part> parts) {
    return parts.stream()
        .filter(Special.class::isInstance)
        .flatMapToInt(part -> ((Special) part).ids().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  private static List<Part> texts(List<Part> parts) {
    return parts.stream().filter(Text.class::isInstance).toList();
  }
}
