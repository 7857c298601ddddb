package dev.lanewise.engine;

/** What turns a cross-encoder's logits into scores. */
public enum ScoreActivation {
  /** Nothing: scores are logits. */
  IDENTITY {
    @Override
    void apply(float[] logits) {}
  },
  /** 1 / (1 + exp(-x)) of each: from 0 to 1. */
  SIGMOID {
    @Override
    void apply(float[] logits) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) (1 / (1 + Math.exp(-logits[i])));
      }
    }
  },
  /** tanh of each: from -1 to 1. */
  TANH {
    @Override
    void apply(float[] logits) {
      for (int i = 0; i < logits.length; i++) {
        logits[i] = (float) Math.tanh(logits[i]);
      }
    }
  },
  /** exp(x) / Σ exp(x): probabilities of labels of which one is right. */
  SOFTMAX {
    @Override
    void apply(float[] logits) {
      Softmax.apply(logits, 0, logits.length);
    }
  };

  /** Replaces a pair's logits by scores. */
  abstract void apply(float[] logits);
}
