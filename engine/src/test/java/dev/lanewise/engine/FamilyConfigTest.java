package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of families with rotary or linear positions: followed, or refused by name. */
@Tag("once")
class FamilyConfigTest {
  private static final String CONFIG = "config.json";
  private static final String TEXT = "What is PVC? Pipes, cables and window frames are made of it.";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nomic | \"prenorm\": false | \"prenorm\": true | $.prenorm",
        "nomic | \"causal\": false | \"causal\": true | $.causal",
        "nomic | \"rotary_scaling_factor\": null | \"rotary_scaling_factor\": 2 | $.rotary_scaling",
        "nomic | \"rotary_emb_fraction\": 1.0 | \"rotary_emb_fraction\": 0.5 | $.rotary_emb_fract",
        "nomic | \"rotary_emb_interleaved\": false | \"rotary_emb_interleaved\": true | interleaved",
        "nomic | swiglu | gelu | unsupported activation \"gelu\"",
        "nomic | \"n_layer\": 2 | \"num_experts\": 8 | $.num_experts: a mixture of experts",
        "nomic | \"rope_type\": \"default\" | \"rope_type\": \"yarn\" | rotary positions: yarn",
        "modernbert | \"hidden_activation\": \"gelu\" | \"hidden_activation\": \"mish\" | \"mish\"",
        "modernbert | \"local_rope_theta\" | \"rope_scaling\": {\"type\": \"yarn\", \"factor\": 4.0},"
            + " \"local_rope_theta\" | $.rope_scaling: unsupported scaling of rotary positions: yarn",
        "modernbert | \"num_attention_heads\": 3 | \"num_attention_heads\": 5 | 5 heads",
        "modernbert | \"num_attention_heads\": 3 | \"num_attention_heads\": 16 | even head size",
        "modernbert | \"attention_bias\": false | \"attention_bias\": true | Wqkv.bias",
        "gte | \"rope_scaling\": null | \"rope_scaling\": {\"type\": \"dynamic\"} | dynamic",
        "gte | \"logn_attention_scale\": false | \"logn_attention_scale\": true | $.logn_attention_s",
        "gte | \"layer_norm_type\": \"layer_norm\" | \"layer_norm_type\": \"rms_norm\" | \"rms_norm\"",
        "gte | \"rope\" | \"absolute\" | $.position_embedding_type",
        "gte-ntk | \"factor\": 2.0 | \"factor\": 0 | $.rope_scaling.factor",
        "jina | \"geglu\" | \"original\" | $.feed_forward_type",
        "jina | jina-bert-implementation | jina-bert-v2-qk-post-norm | $.auto_map.AutoModel",
        "jina | \"alibi\" | \"relative_key\" | $.position_embedding_type",
        "qwen3 | \"use_sliding_window\": false | \"use_sliding_window\": true | $.use_sliding_window",
        "qwen3 | \"num_key_value_heads\": 2 | \"num_key_value_heads\": 3 | 3 heads of keys",
        "qwen3 | \"rope_scaling\": null | \"rope_scaling\": {\"rope_type\": \"yarn\"} | yarn",
        "qwen3 | \"rope_scaling\": null | \"rope_parameters\": {\"rope_type\": \"yarn\", \"factor\": 4.0,"
            + " \"original_max_position_embeddings\": 100} | rotary positions: yarn",
        "qwen3 | \"rope_scaling\": null | \"rope_scaling\": {\"rope_type\": \"longrope\","
            + " \"long_factor\": [1.0]} | $.rope_scaling: unsupported scaling",
        "gemma3 | \"attn_logit_softcapping\": null | \"attn_logit_softcapping\": 50 | softcapping",
        "gemma3 | \"full_attention\" | \"chunked_attention\" | $.layer_types[2]",
      })
  void isRefusedByName(String model, String from, String to, String says) {
    FolderCopy.of(model, folder).replace(CONFIG, from, to);
    String message =
        requireNonNull(
            assertThrows(ModelFormatException.class, () -> SentenceEncoder.open(folder).close())
                .getMessage());
    assertTrue(message.contains(says), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nomic | \"rope_theta\": 1000.0 | \"rope_theta\": 10.0",
        "modernbert | \"global_rope_theta\": 160000.0 | \"global_rope_theta\": 10.0",
        "modernbert | \"local_rope_theta\": 10000.0 | \"local_rope_theta\": 10.0",
        "modernbert | \"local_attention\": 12 | \"local_attention\": 4",
        "modernbert | \"global_attn_every_n_layers\": 3 | \"global_attn_every_n_layers\": 2",
        "modernbert | \"hidden_activation\": \"gelu\" | \"hidden_activation\": \"silu\"",
        "gte | \"rope_theta\": 20000 | \"rope_theta\": 10",
        "gte-ntk | \"factor\": 2.0 | \"factor\": 4.0",
        "jina | \"geglu\" | \"reglu\"",
        "qwen3 | \"rope_theta\": 1000000 | \"rope_theta\": 10",
        "qwen3 | \"rms_norm_eps\": 1e-06 | \"rms_norm_eps\": 0.1",
        "gemma3 | \"sliding_window\": 12 | \"sliding_window\": 4",
        "gemma3 | \"query_pre_attn_scalar\": 24 | \"query_pre_attn_scalar\": 2",
        "gemma3 | \"rope_local_base_freq\": 10000.0 | \"rope_local_base_freq\": 10.0",
        "gemma3 | \"use_bidirectional_attention\": true | \"use_bidirectional_attention\": false",
      })
  void isFollowed(String model, String from, String to) {
    float[] before = encode(Golden.folder(model));
    FolderCopy.of(model, folder).replace(CONFIG, from, to);
    double difference = Golden.unitDifference(before, encode(folder));
    assertTrue(difference > 1e-4, "differs by " + difference);
  }

  @Test
  void nomicsOwnNamesAreEnough() {
    FolderCopy copy = FolderCopy.of("nomic", folder);
    for (String key :
        List.of(
            "hidden_size",
            "num_hidden_layers",
            "num_attention_heads",
            "intermediate_size",
            "layer_norm_eps",
            "head_dim",
            "rope_parameters")) {
      copy.replace(CONFIG, "\"" + key + "\"", "\"former_" + key + "\"");
    }
    Bits.assertEqual(encode(Golden.folder("nomic")), encode(folder));
  }

  @Test
  void layerTypesSayWhatTheirPatternDoes() {
    FolderCopy.of("modernbert", folder)
        .replace(
            CONFIG,
            "\"global_attn_every_n_layers\": 3",
            "\"layer_types\": [\"full_attention\", \"sliding_attention\", \"sliding_attention\","
                + " \"full_attention\"], \"rope_parameters\": {\"full_attention\": {\"rope_theta\":"
                + " 160000, \"rope_type\": \"default\"}, \"sliding_attention\": null}");
    Bits.assertEqual(encode(Golden.folder("modernbert")), encode(folder));
  }

  @Test
  void gteIsKnownUnderItsNameInTransformers() {
    FolderCopy.of("gte", folder).replace(CONFIG, "\"new\"", "\"gte\"");
    Bits.assertEqual(encode(Golden.folder("gte")), encode(folder));
  }

  @Test
  void infoTellsTheShape() {
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder("qwen3"))) {
      ModelInfo info = encoder.info();
      assertEquals("qwen3", info.encoder().modelType());
      assertEquals(3, info.encoder().layers());
      assertEquals(40, info.encoder().hiddenSize());
      assertEquals(4, info.encoder().heads());
      assertEquals(56, info.encoder().intermediateSize());
      assertEquals(300, info.encoder().maxTokens());
      assertEquals(List.of("lasttoken"), info.pooling());
      assertEquals(List.of(), info.encoder().warnings());
    }
  }

  private static float[] encode(Path model) {
    try (SentenceEncoder encoder = SentenceEncoder.open(model)) {
      return encoder.encode(TEXT);
    }
  }
}
