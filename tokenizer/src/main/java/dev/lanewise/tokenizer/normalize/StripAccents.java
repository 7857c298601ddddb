package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CharacterClasses;

/** Drops combining marks, those that stand by themselves: nothing is decomposed. */
public final class StripAccents implements Normalizer {
  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    for (int i = from; i < to; i++) {
      if (!CharacterClasses.isAny(in.codePoint(i), CharacterClasses.ACCENT)) {
        out.append(in, i, i + 1);
      }
    }
  }
}
