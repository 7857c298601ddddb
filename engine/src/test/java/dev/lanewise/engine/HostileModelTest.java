package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and unsupported models: refused with file, place and reason, and nothing left behind. */
class HostileModelTest {
  private static final LoadOptions TWO_THREADS = LoadOptions.DEFAULT.withThreads(2);
  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";
  private static final String MODULES = "modules.json";
  private static final String POOLING = "1_Pooling/config.json";
  private static final String TEXT = "sentence_bert_config.json";
  private static final String PROMPTS = "config_sentence_transformers.json";
  private static final String QUERY = "encoder.layer.1.attention.self.query.weight";
  private static final String WORDS = "embeddings.word_embeddings.weight";

  @TempDir Path folder;

  /**
   * @param says what the message has to hold, the file's name among it
   */
  record Fault(String name, Consumer<FolderCopy> damage, String... says) {
    @Override
    public String toString() {
      return name;
    }
  }

  @AfterEach
  void leavesNeitherMappingsNorThreads() {
    Leftovers.assertNone(folder);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"configurations", "weights", "modules", "settings", "tokenizers"})
  void isRefusedByName(Fault fault) {
    FolderCopy copy = FolderCopy.of("minilm", folder);
    fault.damage().accept(copy);
    String message = refusal(folder);
    assertTrue(message.startsWith(folder.toString()), message);
    for (String part : fault.says()) {
      assertTrue(message.contains(part), () -> "lacks " + part + ": " + message);
    }
  }

  static Stream<Fault> configurations() {
    return Stream.of(
        new Fault("no config", copy -> copy.delete(CONFIG), "there is no config.json"),
        new Fault("empty config", copy -> copy.write(CONFIG, ""), CONFIG, "end"),
        new Fault("truncated config", copy -> copy.truncate(CONFIG, 40), CONFIG, "end"),
        new Fault("config is an array", copy -> copy.write(CONFIG, "[]"), CONFIG, "$", "an array"),
        new Fault(
            "no model_type", edit("\"model_type\"", "\"kind\""), CONFIG, "$", "\"model_type\""),
        new Fault(
            "other model_type",
            edit("\"bert\"", "\"gpt2\""),
            CONFIG,
            "$.model_type",
            "\"gpt2\"",
            "bert"),
        new Fault(
            "model_type is a number", edit("\"bert\"", "7"), CONFIG, "$.model_type", "a string"),
        new Fault(
            "unknown activation",
            edit("\"gelu\"", "\"gelu_10\""),
            CONFIG,
            "$.hidden_act",
            "\"gelu_10\""),
        new Fault(
            "heads that don't divide",
            edit("\"num_attention_heads\": 4", "\"num_attention_heads\": 5"),
            CONFIG,
            "$",
            "5 heads don't divide the hidden size 48"),
        new Fault(
            "heads by default that don't divide",
            edit("\"num_attention_heads\": 4", "\"hidden_size\": 50").andThen(noFirstHiddenSize()),
            CONFIG,
            "12 heads don't divide the hidden size 50"),
        new Fault(
            "relative positions",
            edit("\"type_vocab_size\"", "\"position_embedding_type\": \"relative_key\", \"t\""),
            CONFIG,
            "$.position_embedding_type",
            "\"relative_key\""),
        new Fault("decoder", edit("\"is_decoder\": false", "\"is_decoder\": true"), "$.is_decoder"),
        size("\"hidden_size\": 48", "-48", "$.hidden_size", "from 1 to"),
        size("\"hidden_size\": 48", "0", "$.hidden_size", "found 0"),
        size("\"hidden_size\": 48", "2147483648", "$.hidden_size", "2147483648"),
        size("\"hidden_size\": 48", "1e2", "$.hidden_size", "an integer"),
        size("\"hidden_size\": 48", "\"48\"", "$.hidden_size", "an integer"),
        size("\"hidden_size\": 48", "1048576", WEIGHTS, "[48, 48]", "[1048576, 1048576]"),
        size("\"hidden_size\": 48", "null", WEIGHTS, "[48, 48]", "[768, 768]"),
        size("\"num_hidden_layers\": 3", "9".repeat(40), "$.num_hidden_layers"),
        size("\"num_hidden_layers\": 3", "10000", "lacks tensor encoder.layer.3."),
        size("\"intermediate_size\": 96", "1000000", WEIGHTS, "[96, 48]", "[1000000, 48]"),
        size("\"max_position_embeddings\": 160", "1048576", WEIGHTS, "[160, 48]", "[1048576, 48]"),
        size("\"type_vocab_size\": 2", "1", WEIGHTS, "token_type_embeddings", "[2, 48]", "[1, 48]"),
        size("\"vocab_size\": 500", "67108864", WEIGHTS, "[500, 48]", "[67108864, 48]"),
        size("\"layer_norm_eps\": 1e-12", "-1e-12", "$.layer_norm_eps"),
        size("\"layer_norm_eps\": 1e-12", "1e400", "$.layer_norm_eps"),
        new Fault(
            "fewer embeddings than tokens",
            edit("\"vocab_size\": 500", "\"vocab_size\": 400")
                .andThen(copy -> copy.weights(tensors -> cut(tensors, WORDS, 400, 48))),
            "ids up to 499",
            "400"));
  }

  static Stream<Fault> weights() {
    return Stream.of(
        new Fault("no weights", copy -> copy.delete(WEIGHTS), "has no weights", WEIGHTS),
        new Fault("empty weights", copy -> copy.truncate(WEIGHTS, 0), WEIGHTS),
        new Fault("weights of four bytes", copy -> copy.truncate(WEIGHTS, 4), WEIGHTS),
        new Fault("half a header", copy -> copy.truncate(WEIGHTS, 1000), WEIGHTS, "header"),
        new Fault("weights cut short", copy -> copy.truncate(WEIGHTS, 100_000), WEIGHTS),
        change("a tensor missing", tensors -> tensors.remove(QUERY), "lacks tensor " + QUERY),
        change(
            "a tensor of another shape",
            tensors -> cut(tensors, QUERY, 24, 96),
            WEIGHTS,
            QUERY,
            "[24, 96]",
            "[48, 48]"),
        change(
            "a tensor of integers",
            tensors -> tensors.computeIfPresent(QUERY, (name, tensor) -> integers(tensor)),
            WEIGHTS,
            QUERY,
            "I32"),
        change(
            "half of the names below bert.",
            tensors -> rename(tensors, n -> n.startsWith("embeddings.") ? "bert." + n : n),
            "lacks tensor bert.encoder.layer.0."),
        change(
            "all names below something else",
            tensors -> rename(tensors, name -> "model." + name),
            "lacks tensor encoder.layer.0."),
        poke(QUERY, 2000, Float.NaN),
        poke("encoder.layer.2.output.dense.bias", 47, Float.POSITIVE_INFINITY),
        poke("encoder.layer.0.attention.output.LayerNorm.weight", 0, Float.NEGATIVE_INFINITY),
        poke("embeddings.LayerNorm.bias", 1, Float.NaN),
        poke("embeddings.position_embeddings.weight", 160 * 48 - 1, Float.NaN),
        poke("embeddings.token_type_embeddings.weight", 95, Float.NaN));
  }

  static Stream<Fault> modules() {
    return Stream.of(
        new Fault("no array", copy -> copy.write(MODULES, "{}"), MODULES, "$", "an array"),
        new Fault("no modules", copy -> copy.write(MODULES, "[]"), MODULES, "no pooling"),
        modules("no pooling", "Transformer", MODULES, "no pooling"),
        modules("recurrent layer", "Transformer Pooling LSTM", MODULES, "$[2].type", "models.LSTM"),
        modules("no transformer", "WordEmbeddings Pooling", "$[0].type", "WordEmbeddings"),
        modules("two transformers", "Transformer Transformer", "$[1].type"),
        modules("two poolings", "Transformer Pooling Pooling", "$[2].type", "second pooling"),
        modules("normalization first", "Transformer Normalize Pooling", "$[1].type", "before"),
        new Fault(
            "a transformer of its own",
            copy -> copy.replace(MODULES, "sentence_transformers.base.modules", "custom_st"),
            MODULES,
            "$[0].type",
            "custom_st.transformer.Transformer"),
        new Fault(
            "a path out of the folder",
            copy -> copy.replace(MODULES, "1_Pooling", "../1_Pooling"),
            MODULES,
            "$[1].path",
            "../1_Pooling"),
        new Fault(
            "an absolute path",
            copy -> copy.replace(MODULES, "1_Pooling", "/etc"),
            MODULES,
            "$[1].path"),
        new Fault("no pooling file", copy -> copy.delete(POOLING), "1_Pooling", "no config.json"),
        pooling("{\"pooling_mode\": \"median\"}", "$.pooling_mode", "\"median\""),
        pooling("{\"pooling_mode\": [\"cls\", 3]}", "$.pooling_mode[1]", "a string"),
        pooling("{\"pooling_mode\": []}", "$.pooling_mode"),
        pooling("{\"pooling_mode_cls_token\": \"yes\"}", "$.pooling_mode_cls_token", "\"yes\""),
        pooling("{\"include_prompt\": 0}", "$.include_prompt"));
  }

  static Stream<Fault> settings() {
    return Stream.of(
        text("{\"max_seq_length\": 0}", "$.max_seq_length"),
        text("{\"max_seq_length\": -1}", "$.max_seq_length"),
        text("{\"max_seq_length\": \"128\"}", "$.max_seq_length", "an integer"),
        new Fault(
            "no room for a token",
            copy -> copy.write(TEXT, "{\"max_seq_length\": 1}"),
            "1 tokens",
            "2 special tokens"),
        text("{\"transformer_task\": \"fill-mask\"}", "$.transformer_task", "\"fill-mask\""),
        text("{\"query_length\": 32}", "$.query_length"),
        text("{\"document_length\": 32}", "$.document_length"),
        text("{\"query_expansion\": {\"length\": 32}}", "$.query_expansion"),
        text("{\"config_kwargs\": {\"hidden_act\": \"relu\"}}", "$.config_kwargs"),
        text("{\"processing_kwargs\": {\"common\": {}}}", "$.processing_kwargs", "common"),
        text("{\"tokenizer_args\": {\"truncation_side\": \"left\"}}", "truncation_side", "left"),
        text("{\"tokenizer_name_or_path\": \"x\"}", "$.tokenizer_name_or_path"),
        text("{\"module_output_name\": \"sentence_embedding\"}", "$.module_output_name"),
        text(
            "{\"modality_config\": {\"text\": {\"method_output_name\": \"pooler_output\"}}}",
            "$.modality_config.text.method_output_name",
            "pooler_output"),
        prompts("{\"model_type\": \"SparseEncoder\"}", "$.model_type", "SparseEncoder"),
        prompts("{\"default_prompt_name\": \"x\"}", "$.default_prompt_name", "\"x\""),
        prompts("{\"truncate_dim\": 0}", "$.truncate_dim"),
        prompts("{\"prompts\": [\"x\"]}", "$.prompts", "an object"),
        prompts("{\"prompts\": {\"query\": 1}}", "$.prompts.query", "a string"),
        prompts("{\"similarity_fn_name\": 1}", "$.similarity_fn_name", "a string"));
  }

  static Stream<Fault> tokenizers() {
    String json = "tokenizer.json";
    return Stream.of(
        new Fault("no tokenizer", copy -> copy.delete(json), "tokenizer.json"),
        new Fault("truncated tokenizer", copy -> copy.truncate(json, 900), json),
        new Fault(
            "unsupported normalizer",
            copy -> copy.replace(json, "\"BertNormalizer\"", "\"Rot13\""),
            json,
            "$.normalizer",
            "Rot13"),
        new Fault(
            "unsupported algorithm",
            copy -> copy.replace(json, "\"WordPiece\",\n    \"unk", "\"WordLevel\",\n    \"unk"),
            json,
            "$.model",
            "WordLevel"),
        new Fault(
            "an absurd limit",
            copy -> copy.write("tokenizer_config.json", "{\"model_max_length\": -5}"),
            "tokenizer_config.json",
            "$.model_max_length",
            "-5"));
  }

  @Test
  void missingFolderIsRefused() {
    Path missing = folder.resolve("nowhere");
    String message = refusal(missing);
    assertTrue(message.startsWith(missing.toString()), message);
  }

  @Test
  void fileInPlaceOfAFolderIsRefused() {
    Path file = FolderCopy.of("minilm", folder).path(CONFIG);
    String message = refusal(file);
    assertTrue(message.contains("is not a folder"), message);
  }

  @Test
  void shardOutsideTheFolderIsRefused() {
    String index = "model.safetensors.index.json";
    FolderCopy.of("f16-shards", folder)
        .replace(index, "model-00002-of-00003", "../model-00002-of-00003");
    String message = refusal(folder);
    assertTrue(message.contains(index), message);
  }

  @Test
  void wordEmbeddingThatIsNoNumberIsNamedWhenItIsUsed() {
    int id = 1; // [UNK]
    FolderCopy.of("minilm", folder).poke(WORDS, id * 48 + 5, Float.NaN);
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, TWO_THREADS)) {
      var e = assertThrows(ModelFormatException.class, () -> encoder.encode("\u2603"));
      String message = requireNonNull(e.getMessage());
      assertTrue(message.contains(WORDS + " holds NaN at index " + (id * 48 + 5)), message);
      assertEquals(encoder.dimension(), encoder.encode("").length);
    }
  }

  @Test
  void vectorThatOverflowsIsNotLetOut() {
    FolderCopy.of("minilm", folder)
        .poke("encoder.layer.2.output.LayerNorm.weight", 0, Float.MAX_VALUE)
        .poke("encoder.layer.2.output.LayerNorm.bias", 0, Float.MAX_VALUE);
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, TWO_THREADS)) {
      List<String> texts = Golden.texts();
      var e = assertThrows(ModelFormatException.class, () -> encoder.encode(texts));
      assertTrue(requireNonNull(e.getMessage()).contains("overflows"), e.getMessage());
    }
  }

  @Test
  void tensorsWithoutUseAreWarnedOf() {
    FolderCopy.of("minilm", folder)
        .weights(
            tensors -> {
              Tensor tensor = requireNonNull(tensors.get(QUERY));
              tensors.put("pooler.dense.weight", tensor);
              tensors.put("adapter.weight", tensor);
            });
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, TWO_THREADS)) {
      List<String> warnings = encoder.info().encoder().warnings();
      assertEquals(1, warnings.size(), warnings.toString());
      assertTrue(warnings.get(0).endsWith("[adapter.weight]"), warnings.get(0));
    }
  }

  @Test
  void oneTokenTypeIsEnough() {
    FolderCopy.of("minilm", folder)
        .replace(CONFIG, "\"type_vocab_size\": 2", "\"type_vocab_size\": 1")
        .weights(tensors -> cut(tensors, "embeddings.token_type_embeddings.weight", 1, 48));
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, TWO_THREADS);
        SentenceEncoder original = SentenceEncoder.open(Golden.folder("minilm"), TWO_THREADS)) {
      Bits.assertEqual(original.encode("What is PVC?"), encoder.encode("What is PVC?"));
    }
  }

  @Test
  void limitBeyondThePositionsIsWarnedOfAndCut() {
    FolderCopy.of("minilm", folder).write(TEXT, "{\"max_seq_length\": 4096}");
    try (SentenceEncoder encoder = SentenceEncoder.open(folder, TWO_THREADS)) {
      assertEquals(160, encoder.info().encoder().maxTokens());
      assertTrue(encoder.info().encoder().warnings().toString().contains("4096"));
    }
  }

  private static String refusal(Path model) {
    var e =
        assertThrows(
            ModelFormatException.class, () -> SentenceEncoder.open(model, TWO_THREADS).close());
    return requireNonNull(e.getMessage());
  }

  private static Consumer<FolderCopy> edit(String from, String to) {
    return copy -> copy.replace(CONFIG, from, to);
  }

  private static Consumer<FolderCopy> noFirstHiddenSize() {
    return edit("\"hidden_size\": 48,", "");
  }

  private static Fault size(String entry, String value, String... says) {
    String key = entry.substring(0, entry.indexOf(':'));
    return new Fault(key + ": " + value, edit(entry, key + ": " + value), says);
  }

  private static Fault change(String name, Consumer<Map<String, Tensor>> change, String... says) {
    return new Fault(name, copy -> copy.weights(change), says);
  }

  private static Fault poke(String tensor, int index, float value) {
    return new Fault(
        value + " in " + tensor,
        copy -> copy.poke(tensor, index, value),
        WEIGHTS,
        "tensor " + tensor + " holds " + value + " at index " + index);
  }

  private static Fault modules(String name, String kinds, String... says) {
    StringBuilder json = new StringBuilder("[");
    for (String kind : kinds.split(" ", -1)) {
      String path = kind.equals("Transformer") ? "" : "1_Pooling";
      json.append(json.length() > 1 ? ",{" : "{").append("\"path\": \"").append(path);
      json.append("\", \"type\": \"sentence_transformers.models.").append(kind).append("\"}");
    }
    return new Fault(name, copy -> copy.write(MODULES, json + "]"), says);
  }

  private static Fault pooling(String json, String... says) {
    return new Fault(json, copy -> copy.write(POOLING, json), with("1_Pooling", says));
  }

  private static Fault text(String json, String... says) {
    return new Fault(json, copy -> copy.write(TEXT, json), with(TEXT, says));
  }

  private static Fault prompts(String json, String... says) {
    return new Fault(json, copy -> copy.write(PROMPTS, json), with(PROMPTS, says));
  }

  private static String[] with(String file, String... says) {
    return Stream.concat(Stream.of(file), Stream.of(says)).toArray(String[]::new);
  }

  /** The first bytes of a tensor, in another shape. */
  private static void cut(Map<String, Tensor> tensors, String name, long rows, long width) {
    tensors.computeIfPresent(
        name,
        (_, tensor) ->
            FolderCopy.with(
                tensor, tensor.data().asSlice(0, rows * width * Float.BYTES), rows, width));
  }

  private static Tensor integers(Tensor tensor) {
    return new Tensor(tensor.file(), tensor.name(), ElementType.I32, tensor.shape(), tensor.data());
  }

  private static void rename(Map<String, Tensor> tensors, UnaryOperator<String> name) {
    Map<String, Tensor> renamed = new LinkedHashMap<>();
    tensors.forEach((old, tensor) -> renamed.put(name.apply(old), tensor));
    tensors.clear();
    tensors.putAll(renamed);
  }
}
