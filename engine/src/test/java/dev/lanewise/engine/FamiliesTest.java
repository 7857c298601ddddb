package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.weights.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each family's checkpoints and configurations may look like. */
@Tag("once")
class FamiliesTest {
  private static final String CONFIG = "config.json";
  private static final List<String> TEXTS = List.of("What is PVC?", "a cat", "<pad> cat <pad> sat");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "albert, 3, 40, 4, 60, 100, mean",
    "camembert, 2, 32, 2, 40, 110, mean",
    "distilbert, 2, 40, 5, 56, 120, mean",
    "electra, 2, 32, 2, 64, 100, cls",
    "mpnet, 3, 32, 4, 48, 300, mean",
    "mt5, 2, 32, 3, 40, 120, mean",
    "roberta, 2, 36, 3, 60, 100, mean",
    "t5, 3, 32, 3, 64, 300, mean",
    "xlm-roberta, 2, 32, 2, 64, 160, cls"
  })
  void isDescribedAndHasNothingStray(
      String model,
      int layers,
      int hiddenSize,
      int heads,
      int intermediateSize,
      int maxTokens,
      String pooling) {
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder(model))) {
      ModelInfo info = encoder.info();
      assertEquals(model, info.encoder().modelType());
      assertEquals(layers, info.encoder().layers());
      assertEquals(hiddenSize, info.encoder().hiddenSize());
      assertEquals(hiddenSize, info.dimension());
      assertEquals(heads, info.encoder().heads());
      assertEquals(intermediateSize, info.encoder().intermediateSize());
      assertEquals(maxTokens, info.encoder().maxTokens());
      assertEquals(List.of(pooling), info.pooling());
      assertEquals(List.of(), info.encoder().warnings());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "albert, albert.",
    "distilbert, distilbert.",
    "electra, electra.",
    "mpnet-dot, mpnet.",
    "xlm-roberta, roberta."
  })
  void namesMayStandBelowAPrefixOrNot(String model, String prefix) {
    FolderCopy.of(model, folder)
        .weights(tensors -> rename(tensors, name -> name.replaceFirst("^" + prefix, "")));
    assertSameVectors(model);
  }

  /** Which differs between the two. */
  @ParameterizedTest
  @ValueSource(strings = {"t5", "mt5"})
  void aFeedForwardBlockThatIsntNamedIsTheFamilys(String model) {
    FolderCopy.of(model, folder).replace(CONFIG, "\"feed_forward_proj\"", "\"former\"");
    assertSameVectors(model);
  }

  @Test
  void wordsOfT5MayStandUnderEitherName() {
    FolderCopy.of("t5", folder)
        .weights(
            tensors ->
                rename(
                    tensors,
                    name -> name.equals("shared.weight") ? "encoder.embed_tokens.weight" : name));
    assertSameVectors("t5");
  }

  @Test
  void sharedLayersAreHeldOnce() {
    long bytes = packedBytes(Golden.folder("albert"));
    FolderCopy.of("albert", folder)
        .replace(CONFIG, "\"num_hidden_layers\": 3", "\"num_hidden_layers\": 7");
    assertEquals(bytes, packedBytes(folder));
  }

  @Test
  void positionsBeforeTheFirstTokenAreNotCounted() {
    FolderCopy.of("xlm-roberta", folder)
        .write("sentence_bert_config.json", "{\"max_seq_length\": 162}");
    try (SentenceEncoder encoder = SentenceEncoder.open(folder)) {
      assertEquals(160, encoder.info().encoder().maxTokens());
      assertEquals(160, encoder.encode("cat ".repeat(400), EncodeOptions.DEFAULT).tokens());
      assertEquals(1, encoder.info().encoder().warnings().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roberta | \"is_decoder\": false | \"is_decoder\": true | $.is_decoder",
        "roberta | \"pad_token_id\": 1 | \"pad_token_id\": 101 | padding token's 101",
        "roberta | \"pad_token_id\": 1 | \"pad_token_id\": -1 | $.pad_token_id",
        "roberta | \"type_vocab_size\" | \"position_embedding_type\": \"relative_key\", \"t\""
            + " | $.position_embedding_type",
        "mpnet | \"relative_attention_num_buckets\": 32 | \"relative_attention_num_buckets\": 16"
            + " | $.relative_attention_num_buckets",
        "mpnet | \"max_position_embeddings\": 302 | \"max_position_embeddings\": 2"
            + " | 2 position embeddings",
        "albert | \"num_hidden_groups\": 2 | \"num_hidden_groups\": 4 | 4 groups",
        "distilbert | \"activation\": \"gelu\" | \"activation\": \"gelu_10\" | $.activation",
        "distilbert | \"n_heads\": 5 | \"n_heads\": 7 | 7 heads",
        "electra | \"embedding_size\": 24 | \"embedding_size\": 0 | $.embedding_size",
        "mt5 | \"model_type\": \"mt5\" | \"model_type\": \"umt5\" | unsupported model type \"umt5\"",
        "t5 | \"is_decoder\": false | \"is_decoder\": true | $.is_decoder",
        "t5 | \"feed_forward_proj\": \"relu\" | \"feed_forward_proj\": \"gated-tanh\""
            + " | $.feed_forward_proj",
        "t5 | \"relative_attention_num_buckets\": 32 | \"relative_attention_num_buckets\": 2"
            + " | $.relative_attention_num_buckets",
        "t5 | \"relative_attention_max_distance\": 128 | \"relative_attention_max_distance\": 8"
            + " | $.relative_attention_max_distance",
        "t5 | \"d_kv\": 16 | \"d_kv\": 8 | [48, 32]"
      })
  void whatIsNotSupportedIsRefusedByName(String model, String from, String to, String says) {
    FolderCopy.of(model, folder).replace(CONFIG, from, to);
    RuntimeException refusal =
        assertThrows(RuntimeException.class, () -> SentenceEncoder.open(folder));
    String message = requireNonNull(refusal.getMessage());
    assertTrue(message.startsWith(folder.toString()) && message.contains(says), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"albert", "electra", "mpnet", "t5"})
  void operationsAreTimed(String model) {
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder(model))) {
      EncodeProfile profile = encoder.profile(TEXTS, EncodeOptions.DEFAULT);
      for (EncodeProfile.Share share : profile.operations()) {
        assertTrue(share.nanos() > 0 && share.bytes() > 0, share.toString());
      }
    }
  }

  private void assertSameVectors(String model) {
    try (SentenceEncoder expected = SentenceEncoder.open(Golden.folder(model));
        SentenceEncoder actual = SentenceEncoder.open(folder)) {
      for (String text : TEXTS) {
        Bits.assertEqual(expected.encode(text), actual.encode(text));
      }
    }
  }

  private static long packedBytes(Path model) {
    try (SentenceEncoder encoder = SentenceEncoder.open(model)) {
      return encoder.info().encoder().packedBytes();
    }
  }

  private static void rename(Map<String, Tensor> tensors, UnaryOperator<String> rule) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> renamed.put(rule.apply(name), tensor));
    tensors.clear();
    tensors.putAll(renamed);
  }
}
