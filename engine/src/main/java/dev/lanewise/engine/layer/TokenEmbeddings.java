package dev.lanewise.engine.layer;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.measure.Operation;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.weights.NamedTensors;
import dev.lanewise.engine.weights.Tensor;
import java.util.Optional;

/**
 * What enters the first layer: the embedding of a token's word and, where a model has them, those
 * of its type and of its position, added, normalized, and brought to the hidden size.
 *
 * <p>The word embeddings, the largest tensor of a small model, stay in the mapped file; a row is
 * read when its token occurs.
 */
public final class TokenEmbeddings {
  private final int width;
  private final Tensor words; // [vocabularySize][width]
  private final float scale;
  private final Optional<float[]> types; // [types][width]
  private final Optional<Positions> positions;
  private final Optional<Norm> norm;
  private final Optional<Linear> projection;

  private TokenEmbeddings(Builder builder) {
    this.width = builder.width;
    this.words = builder.words;
    this.scale = builder.scale;
    this.types = builder.types;
    this.positions = builder.positions;
    this.norm = builder.norm;
    this.projection = builder.projection;
  }

  /**
   * Learned positions.
   *
   * @param table {@code [rows][width]}
   * @param rows how many there are, used or not
   * @param padding the last row that a text doesn't use, or -1: its first token has the row after
   *     it. A token whose id is this number has this row wherever it stands, and isn't counted
   */
  private record Positions(float[] table, int rows, int padding) {}

  /** Says what embeddings are made of. */
  public static final class Builder {
    private final int width;
    private final Tensor words;
    private float scale = 1;
    private Optional<float[]> types = Optional.empty();
    private Optional<Positions> positions = Optional.empty();
    private Optional<Norm> norm = Optional.empty();
    private Optional<Linear> projection = Optional.empty();

    private Builder(Tensor words, EncoderShape shape) {
      this.width = shape.embeddingSize();
      this.words = words;
    }

    /** Words' embeddings are multiplied by this. */
    public Builder scale(float factor) {
      scale = factor;
      return this;
    }

    /** Loads {@code weight} {@code [types][embeddingSize]}, which is added by a token's type. */
    public Builder types(NamedTensors scope, int count) {
      types = Optional.of(table(scope, count, width));
      return this;
    }

    /** Loads {@code weight} {@code [rows][embeddingSize]}, which is added by a token's position. */
    public Builder positions(NamedTensors scope, int rows) {
      positions = Optional.of(new Positions(table(scope, rows, width), rows, -1));
      return this;
    }

    /**
     * The same in the way of RoBERTa: the first position is the row after that of the padding
     * token's id. A padding token in the middle of a text has the row of its id, and the next token
     * goes on from where the last other one was.
     */
    public Builder positionsAfter(int paddingId, NamedTensors scope, int rows) {
      positions = Optional.of(new Positions(table(scope, rows, width), rows, paddingId));
      return this;
    }

    /** What comes after the sum. */
    public Builder norm(Norm afterSum) {
      norm = Optional.of(afterSum);
      return this;
    }

    /** What brings embeddings to the hidden size, after the norm. */
    public Builder projection(Linear toHiddenSize) {
      projection = Optional.of(toHiddenSize);
      return this;
    }

    public TokenEmbeddings build() {
      return new TokenEmbeddings(this);
    }

    private static float[] table(NamedTensors scope, int rows, int width) {
      Tensor tensor = scope.get("weight", rows, width);
      float[] values = new float[Math.multiplyExact(rows, width)];
      tensor.read(0, values, 0, values.length);
      tensor.requireFinite(values, values.length, 0);
      return values;
    }
  }

  /**
   * Embeddings of words, {@code weight} {@code [vocabularySize][embeddingSize]}, and nothing else
   * so far.
   */
  public static Builder of(NamedTensors words, EncoderShape shape) {
    return of(words.get("weight", shape.vocabularySize(), shape.embeddingSize()), shape);
  }

  /** The same of a tensor {@code [vocabularySize][embeddingSize]}. */
  public static Builder of(Tensor words, EncoderShape shape) {
    return new Builder(words, shape);
  }

  /**
   * Fills the workspace's hidden states.
   *
   * @throws IllegalArgumentException if a sequence is longer than there are positions, or has an id
   *     or a type without embedding
   */
  public void forward(PackedBatch batch, Workspace workspace, Parallel parallel) {
    float[] to = projection.isPresent() ? workspace.embedded() : workspace.hidden();
    for (int sequence = 0; sequence < batch.sequences(); sequence++) {
      int start = batch.start(sequence);
      int end = start + batch.length(sequence);
      for (int row = start; row < end; row++) {
        addWord(to, row * width, batch.id(row));
        if (types.isPresent()) {
          addType(types.get(), to, row * width, batch.typeId(row));
        }
      }
      if (positions.isPresent()) {
        addPositions(positions.get(), to, batch, start, end);
      }
    }
    int rows = batch.tokens();
    norm.ifPresent(n -> n.forward(to, to, rows, workspace, parallel));
    projection.ifPresent(p -> p.forward(workspace.hidden(), to, rows, workspace, parallel));
    workspace.stopwatch().lap(Operation.EMBEDDINGS, flops(rows), bytes(rows));
  }

  private void addWord(float[] to, int offset, int id) {
    if (id >= words.shape()[0]) {
      throw new IllegalArgumentException(
          "token id "
              + id
              + ", but "
              + words
              + " has no such row: the tokenizer is another model's");
    }
    words.read((long) id * width, to, offset, width);
    if (scale != 1) {
      for (int i = offset; i < offset + width; i++) {
        to[i] *= scale;
      }
    }
  }

  private void addType(float[] table, float[] to, int offset, int typeId) {
    if (typeId >= table.length / width) {
      throw new IllegalArgumentException(
          "token type " + typeId + ", but the model has " + table.length / width);
    }
    add(table, typeId * width, to, offset);
  }

  private void addPositions(Positions known, float[] to, PackedBatch batch, int start, int end) {
    int available = known.rows() - (known.padding() + 1);
    if (end - start > available) {
      throw new IllegalArgumentException(
          "a sequence of " + (end - start) + " tokens for " + available + " positions");
    }
    int last = known.padding();
    for (int row = start; row < end; row++) {
      boolean padding = batch.id(row) == known.padding();
      if (!padding) {
        last++;
      }
      int position = padding ? known.padding() : last;
      add(known.table(), position * width, to, row * width);
    }
  }

  private void add(float[] table, int from, float[] to, int offset) {
    for (int i = 0; i < width; i++) {
      to[offset + i] += table[from + i];
    }
  }

  /** The memory that its packed weights take, in bytes. */
  public long packedBytes() {
    return projection.map(Linear::packedBytes).orElse(0L);
  }

  private long flops(int rows) {
    int sums = (types.isPresent() ? 1 : 0) + (positions.isPresent() ? 1 : 0);
    return (long) sums * rows * width
        + norm.map(n -> n.flops(rows)).orElse(0L)
        + projection.map(p -> p.flops(rows)).orElse(0L);
  }

  private long bytes(int rows) {
    return 4L * rows * width * Float.BYTES
        + norm.map(n -> n.bytes(rows)).orElse(0L)
        + projection.map(p -> p.bytes(rows)).orElse(0L);
  }
}
