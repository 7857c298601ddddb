package dev.lanewise.engine.search;

/** How people commonly read a cosine similarity of sentence embeddings. */
public enum ReadingBand {
  /** Above 0.9. */
  NEARLY_SAME("nearly the same meaning"),
  /** From 0.8 to 0.9. */
  HIGHLY_RELATED("highly related"),
  /** From 0.6 to 0.8. */
  POSSIBLY_RELATED("possibly related, look at the case"),
  /** Below 0.6. */
  UNRELATED("practically unrelated");

  private final String text;

  ReadingBand(String text) {
    this.text = text;
  }

  /** The band that a cosine falls into. */
  public static ReadingBand of(float cosine) {
    if (cosine > 0.9f) {
      return NEARLY_SAME;
    }
    if (cosine >= 0.8f) {
      return HIGHLY_RELATED;
    }
    return cosine >= 0.6f ? POSSIBLY_RELATED : UNRELATED;
  }

  /** The band in words. */
  @Override
  public String toString() {
    return text;
  }
}
