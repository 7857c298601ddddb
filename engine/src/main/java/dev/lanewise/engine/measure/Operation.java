package dev.lanewise.engine.measure;

/** The operations that make up a pass through an encoder. */
public enum Operation {
  EMBEDDINGS("embeddings"),
  PROJECTIONS("queries, keys, values"),
  ATTENTION("attention"),
  ATTENTION_OUTPUT("attention output"),
  FEED_FORWARD_UP("feed-forward up"),
  FEED_FORWARD_DOWN("feed-forward down"),
  NORM("residual and norm");

  private final String label;

  Operation(String label) {
    this.label = label;
  }

  /** The name for people. */
  public String label() {
    return label;
  }
}
