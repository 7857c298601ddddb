package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;

/**
 * What enters the first layer: the embeddings of a token's word, of its type and of its position,
 * added and normalized.
 *
 * <p>The word embeddings, the largest tensor of a small model, stay in the mapped file; a row is
 * read when its token occurs.
 */
public final class TokenEmbeddings {
  private final int hiddenSize;
  private final Tensor words; // [vocabularySize][hiddenSize]
  private final float[] positions; // [positions][hiddenSize]
  private final float[] types; // [types][hiddenSize]
  private final LayerNorm norm;

  private TokenEmbeddings(
      int hiddenSize, Tensor words, float[] positions, float[] types, LayerNorm norm) {
    this.hiddenSize = hiddenSize;
    this.words = words;
    this.positions = positions;
    this.types = types;
    this.norm = norm;
  }

  /** Loads the three embeddings of a scope; {@code norm} comes after their sum. */
  public static TokenEmbeddings load(
      NamedTensors scope, EncoderShape shape, int types, LayerNorm norm) {
    int hiddenSize = shape.hiddenSize();
    return new TokenEmbeddings(
        hiddenSize,
        scope.scope("word_embeddings").get("weight", shape.vocabularySize(), hiddenSize),
        table(scope.scope("position_embeddings"), shape.positions(), hiddenSize),
        table(scope.scope("token_type_embeddings"), types, hiddenSize),
        norm);
  }

  private static float[] table(NamedTensors scope, int rows, int hiddenSize) {
    Tensor tensor = scope.get("weight", rows, hiddenSize);
    float[] values = new float[Math.multiplyExact(rows, hiddenSize)];
    tensor.read(0, values, 0, values.length);
    tensor.requireFinite(values, values.length, 0);
    return values;
  }

  /**
   * Fills the workspace's hidden states.
   *
   * @throws IllegalArgumentException if a sequence is longer than there are positions, or has an id
   *     or a type without embedding
   */
  public void forward(PackedBatch batch, Workspace workspace) {
    float[] hidden = workspace.hidden();
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      int start = batch.start(sequence);
      int length = batch.length(sequence);
      if (length > positions.length / hiddenSize) {
        throw new IllegalArgumentException(
            "a sequence of "
                + length
                + " tokens for "
                + positions.length / hiddenSize
                + " positions");
      }
      for (int row = start; row < start + length; row++) {
        addWordAndType(hidden, row * hiddenSize, batch.id(row), batch.typeId(row));
      }
      norm.forward(hidden, start, positions, 0, length);
    }
    int rows = batch.tokens();
    workspace.stopwatch().lap(Operation.EMBEDDINGS, norm.flops(rows), 2 * norm.bytes(rows));
  }

  private void addWordAndType(float[] hidden, int offset, int id, int typeId) {
    if (id >= words.shape()[0]) {
      throw new IllegalArgumentException(
          "token id "
              + id
              + ", but "
              + words
              + " has no such row: the tokenizer is another model's");
    }
    if (typeId >= types.length / hiddenSize) {
      throw new IllegalArgumentException(
          "token type " + typeId + ", but the model has " + types.length / hiddenSize);
    }
    words.read((long) id * hiddenSize, hidden, offset, hiddenSize);
    int type = typeId * hiddenSize;
    for (int i = 0; i < hiddenSize; i++) {
      hidden[offset + i] += types[type + i];
    }
  }
}
