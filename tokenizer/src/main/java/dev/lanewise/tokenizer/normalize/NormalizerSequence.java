package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.List;

/**
 * Normalizers one after the other.
 *
 * @param steps the normalizers in order; with none the text stays as it is
 */
public record NormalizerSequence(List<Normalizer> steps) implements Normalizer {
  public NormalizerSequence {
    steps = List.copyOf(steps);
  }

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    AlignedText current = new AlignedText();
    current.append(in, from, to);
    for (Normalizer step : steps) {
      AlignedText next = new AlignedText();
      step.normalize(current, 0, current.length(), next);
      current = next;
    }
    out.append(current, 0, current.length());
  }
}
