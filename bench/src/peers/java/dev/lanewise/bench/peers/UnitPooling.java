package dev.lanewise.bench.peers;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hidden states to a vector of length one, for runtimes that stop at hidden states.
 *
 * @param mean whether the states of all tokens are averaged, or that of the first taken
 * @param hiddenSize the components of a state
 */
record UnitPooling(boolean mean, int hiddenSize) {
  /** The pooling of a model folder with a single mode. */
  static UnitPooling of(Path folder) {
    JsonNode config = JsonMapper.shared().readTree(folder.resolve("1_Pooling/config.json"));
    return new UnitPooling(
        config.path("pooling_mode_mean_tokens").asBoolean(false),
        config.get("word_embedding_dimension").asInt());
  }

  /**
   * The vector of a text.
   *
   * @param hidden {@code [..][hiddenSize]}
   * @param firstToken its row in {@code hidden}
   * @param tokens its rows
   */
  float[] pool(FloatBuffer hidden, int firstToken, int tokens) {
    float[] vector = new float[hiddenSize];
    hidden.get(firstToken * hiddenSize, vector);
    if (mean) {
      float[] state = new float[hiddenSize];
      for (int i = 1; i < tokens; i++) {
        hidden.get((firstToken + i) * hiddenSize, state);
        for (int j = 0; j < hiddenSize; j++) {
          vector[j] += state[j];
        }
      }
    }
    // Dividing by the number of tokens would change nothing: the length is made one anyway.
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    float scale = (float) (1 / Math.sqrt(squares));
    for (int j = 0; j < hiddenSize; j++) {
      vector[j] *= scale;
    }
    return vector;
  }
}
