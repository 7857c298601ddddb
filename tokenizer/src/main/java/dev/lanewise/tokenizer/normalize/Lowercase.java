package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;

/** Maps each code point to its lower case and leaves all else as it is. */
public final class Lowercase implements Normalizer {
  private static final BertNormalizer LOWERCASE_ONLY =
      new BertNormalizer(false, false, false, true);

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    LOWERCASE_ONLY.normalize(in, from, to, out);
  }
}
