package dev.lanewise.tokenizer;

/** The hash that golden files hold in place of long results; the scripts compute the same. */
final class Hash {
  private int state;

  Hash add(int value) {
    int mixed = (state ^ value) * 0x9E3779B1;
    state = mixed ^ (mixed >>> 15);
    return this;
  }

  Hash addAll(int[] values) {
    for (int value : values) {
      add(value);
    }
    return this;
  }

  int value() {
    return state;
  }
}
