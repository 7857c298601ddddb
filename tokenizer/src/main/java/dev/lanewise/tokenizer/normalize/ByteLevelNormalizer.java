package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.ByteAlphabet;

/** Writes a text's bytes in the {@link ByteAlphabet}. */
public final class ByteLevelNormalizer implements Normalizer {
  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    ByteAlphabet.append(in, from, to, out);
  }
}
