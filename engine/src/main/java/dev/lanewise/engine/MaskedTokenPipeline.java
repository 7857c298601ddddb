package dev.lanewise.engine;

import dev.lanewise.engine.batch.PackedBatch;
import dev.lanewise.engine.layer.PredictionHead;
import dev.lanewise.engine.layer.Workspace;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.pipeline.MaskedModelFolder;
import dev.lanewise.engine.tracing.Span;
import dev.lanewise.engine.tracing.Tracing;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.TokenSequence;
import dev.lanewise.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The straight line from texts with masks to the tokens that fit. Thread-safe. */
final class MaskedTokenPipeline {
  /** Tokens that go through the encoder together; memory grows with it. */
  private static final int BATCH_TOKENS = 1024;

  private final LoadedEncoder loaded;
  private final Tokenizer tokenizer;
  private final PredictionHead head;
  private final int maskId;
  private final MaskedLanguageModelInfo info;
  private final BatchRunner batches;

  private MaskedTokenPipeline(
      LoadedEncoder loaded, PredictionHead head, int maskId, MaskedLanguageModelInfo info) {
    this.loaded = loaded;
    this.tokenizer = loaded.tokenizer();
    this.head = head;
    this.maskId = maskId;
    this.info = info;
    this.batches = new BatchRunner(loaded);
  }

  static MaskedTokenPipeline load(ModelPath root, Resources resources) {
    MaskedModelFolder folder = MaskedModelFolder.read(root);
    JsonNode encoderConfig = folder.encoderConfig();
    LoadedEncoder loaded = LoadedEncoder.load(folder.transformer(), encoderConfig, resources);
    int maxTokens = Math.min(loaded.encoder().shape().positions(), loaded.tokenizerLimit());
    loaded.requireFit(root, maxTokens, false);
    PredictionHead head =
        loaded.family().maskedTokenHead(encoderConfig, loaded.tensors(), resources.headBackend());
    Tokenizer tokenizer = loaded.tokenizer();
    String mask =
        folder.maskTokens().stream()
            .filter(token -> tokenizer.id(token).isPresent())
            .findFirst()
            .orElseThrow(
                () ->
                    new ModelFormatException(
                        root
                            + ": the tokenizer has none of the mask tokens "
                            + folder.maskTokens()));
    EncoderInfo encoderInfo = loaded.info(root, maxTokens, loaded.warnings(List.of()));
    return new MaskedTokenPipeline(
        loaded,
        head,
        tokenizer.id(mask).orElseThrow(),
        new MaskedLanguageModelInfo(encoderInfo, mask));
  }

  MaskedLanguageModelInfo info() {
    return info;
  }

  List<MaskedText> fill(List<String> texts, int topK) {
    Span span = Tracing.encode();
    List<List<List<TokenCandidate>>> found = new ArrayList<>();
    texts.forEach(text -> found.add(List.of()));
    List<TokenSequence> sequences =
        batches.run(
            texts.size(),
            i -> tokenize(texts.get(i), i),
            BATCH_TOKENS,
            Optional.empty(),
            (batch, indices, workspace, parallel) ->
                fill(batch, indices, topK, found, workspace, parallel));
    List<MaskedText> results = new ArrayList<>(texts.size());
    long tokens = 0;
    for (int i = 0; i < texts.size(); i++) {
      for (List<TokenCandidate> mask : found.get(i)) {
        loaded.requireFinite(
            new float[] {mask.getFirst().probability()}, "a probability of text", i);
      }
      TokenSequence sequence = sequences.get(i);
      results.add(new MaskedText(found.get(i), sequence.size(), sequence.totalTokens()));
      tokens += sequence.size();
    }
    span.end(texts.size(), (int) Math.min(tokens, Integer.MAX_VALUE));
    return List.copyOf(results);
  }

  private TokenSequence tokenize(String text, int index) {
    TokenSequence sequence =
        tokenizer.encode(text, tokenizer.truncation(info.encoder().maxTokens()));
    if (IntStream.of(sequence.ids()).noneMatch(id -> id == maskId)) {
      throw new IllegalArgumentException(
          "text "
              + index
              + " has no "
              + info.maskToken()
              + (sequence.truncated() ? " within the model's " + sequence.size() + " tokens" : ""));
    }
    return sequence;
  }

  /**
   * Runs a batch through encoder and head.
   *
   * @param indices where in {@code found} each sequence's candidates go
   */
  private void fill(
      PackedBatch batch,
      int[] indices,
      int topK,
      List<List<List<TokenCandidate>>> found,
      Workspace workspace,
      Parallel parallel) {
    float[] hidden = loaded.encoder().forward(batch, workspace, parallel);
    int width = loaded.encoder().shape().hiddenSize();
    int[] rows =
        IntStream.range(0, batch.tokens()).filter(row -> batch.id(row) == maskId).toArray();
    float[] masked = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(hidden, rows[i] * width, masked, i * width, width);
    }
    float[] scores = head.forward(masked, rows.length, workspace, parallel);
    int mask = 0;
    for (int i = 0; i < indices.length; i++) {
      List<List<TokenCandidate>> masks = new ArrayList<>();
      int end = batch.start(i) + batch.length(i);
      for (; mask < rows.length && rows[mask] < end; mask++) {
        int from = mask * head.scores();
        Softmax.apply(scores, from, from + head.scores());
        masks.add(best(scores, from, topK));
      }
      found.set(indices[i], List.copyOf(masks));
    }
  }

  /** The tokens of the largest probabilities; of equal ones that of the smallest id. */
  private List<TokenCandidate> best(float[] probabilities, int from, int topK) {
    Comparator<Integer> worstFirst =
        Comparator.<Integer>comparingDouble(id -> probabilities[from + id])
            .thenComparing(Comparator.reverseOrder());
    PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
    for (int id = 0; id < head.scores(); id++) {
      if (best.size() < topK) {
        best.add(id);
      } else if (probabilities[from + id] > probabilities[from + best.element()]) {
        best.remove();
        best.add(id);
      }
    }
    return best.stream()
        .sorted(worstFirst.reversed())
        .map(
            id ->
                new TokenCandidate(
                    id,
                    tokenizer.token(id),
                    tokenizer.decode(new int[] {id}, false),
                    probabilities[from + id]))
        .toList();
  }
}
