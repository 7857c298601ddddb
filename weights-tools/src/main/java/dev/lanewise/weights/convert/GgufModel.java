package dev.lanewise.weights.convert;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.gguf.GgufFile;
import dev.lanewise.weights.read.gguf.GgufValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A BERT model in a GGUF file, which holds everything that a folder would: the converters of
 * llama.cpp rename its tensors, and rewrite the vocabulary so that a piece that begins a word is
 * marked instead of one that goes on with it.
 */
final class GgufModel {
  private static final String WORD_START = "\u2581";
  private static final String CONTINUATION = "##";
  private static final long CONTROL = 3;
  private static final int MAX_SIZE = 1 << 20;

  /** The beginnings of tensor names outside the layers. */
  private static final Map<String, String> STEMS =
      Map.of(
          "token_embd", "embeddings.word_embeddings",
          "token_types", "embeddings.token_type_embeddings",
          "position_embd", "embeddings.position_embeddings",
          "token_embd_norm", "embeddings.LayerNorm");

  /** Those within a layer. */
  private static final Map<String, String> LAYER_STEMS =
      Map.of(
          "attn_q", "attention.self.query",
          "attn_k", "attention.self.key",
          "attn_v", "attention.self.value",
          "attn_output", "attention.output.dense",
          "attn_output_norm", "attention.output.LayerNorm",
          "ffn_up", "intermediate.dense",
          "ffn_down", "output.dense",
          "layer_output_norm", "output.LayerNorm");

  private final Path file;
  private final GgufFile gguf;

  GgufModel(GgufFile gguf) {
    this.file = gguf.source().path();
    this.gguf = gguf;
    String architecture = fact("general.architecture").string();
    if (!architecture.equals("bert")) {
      throw new ModelFileException(
          file, "is of the architecture \"" + architecture + "\"; only bert is converted");
    }
    String tokenizer = fact("tokenizer.ggml.model").string();
    if (!tokenizer.equals("bert")) {
      throw new ModelFileException(
          file, "has a \"" + tokenizer + "\" tokenizer; only models with BERT's are converted");
    }
  }

  /** The tensors under the names of the reference implementation. */
  List<OutputTensor> tensors() {
    List<OutputTensor> outputs = new ArrayList<>();
    for (SourceTensor tensor : gguf.source().tensors()) {
      if (tensor.type().isEmpty()) {
        throw new ModelFileException(
            file,
            tensor + " is quantized in a way that isn't converted; F32, F16, BF16 and Q8_0 are");
      }
      outputs.add(tensor.output(name(tensor.name())));
    }
    return outputs;
  }

  private String name(String name) {
    String[] parts = name.split("\\.", -1);
    String suffix = parts[parts.length - 1];
    Optional<String> stem = Optional.empty();
    if (parts.length == 2) {
      stem = Optional.ofNullable(STEMS.get(parts[0]));
    } else if (parts.length == 4 && parts[0].equals("blk") && parts[1].matches("\\d{1,5}")) {
      stem =
          Optional.ofNullable(LAYER_STEMS.get(parts[2]))
              .map(inLayer -> "encoder.layer." + parts[1] + "." + inLayer);
    }
    return stem.map(each -> each + "." + suffix)
        .orElseThrow(
            () -> new ModelFileException(file, "has tensor " + name + ", which BERT has not"));
  }

  /** Writes configuration, vocabulary and pooling. */
  void writeFolder(Path folder, boolean normalize) throws IOException {
    List<String> vocabulary = vocabulary();
    Files.writeString(folder.resolve("config.json"), config(vocabulary.size()));
    Files.write(folder.resolve("vocab.txt"), vocabulary);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        String.format(
            Locale.ROOT,
            """
        {
          "do_lower_case": true,
          "model_max_length": %d,
          "tokenizer_class": "BertTokenizer"
        }
        """,
            integer("bert.context_length")));
    SentenceModules.write(
        folder,
        pooling(),
        integer("bert.embedding_length"),
        integer("bert.context_length"),
        normalize);
  }

  private String config(int vocabularySize) {
    double epsilon = fact("bert.attention.layer_norm_epsilon").number();
    return String.format(
        Locale.ROOT,
        """
    {
      "architectures": ["BertModel"],
      "model_type": "bert",
      "hidden_act": "gelu",
      "hidden_size": %d,
      "intermediate_size": %d,
      "layer_norm_eps": %s,
      "max_position_embeddings": %d,
      "num_attention_heads": %d,
      "num_hidden_layers": %d,
      "pad_token_id": 0,
      "type_vocab_size": %d,
      "vocab_size": %d
    }
    """,
        integer("bert.embedding_length"),
        integer("bert.feed_forward_length"),
        // It was a float: 1e-12 has to come out as that, not as the nearest double.
        Float.toString((float) epsilon),
        rows("position_embd.weight"),
        integer("bert.attention.head_count"),
        integer("bert.block_count"),
        rows("token_types.weight"),
        vocabularySize);
  }

  private long rows(String name) {
    return gguf.source().tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findAny()
        .orElseThrow(() -> new ModelFileException(file, "lacks tensor " + name))
        .shape()[0];
  }

  private List<String> vocabulary() {
    List<String> tokens = fact("tokenizer.ggml.tokens").strings();
    List<Long> types = fact("tokenizer.ggml.token_type").integers();
    if (tokens.size() != types.size()) {
      throw new ModelFileException(
          file, "has " + tokens.size() + " tokens, but types of " + types.size());
    }
    List<String> vocabulary = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.indexOf('\n') >= 0 || token.indexOf('\r') >= 0) {
        throw new ModelFileException(file, "has a line break in token " + i);
      }
      if (types.get(i) == CONTROL) {
        vocabulary.add(token);
      } else if (token.startsWith(WORD_START)) {
        vocabulary.add(token.substring(WORD_START.length()));
      } else {
        // Older converters left everything in brackets as it was.
        vocabulary.add(isBracketed(token) ? token : CONTINUATION + token);
      }
    }
    return vocabulary;
  }

  private static boolean isBracketed(String token) {
    return token.startsWith("[") && token.endsWith("]");
  }

  private String pooling() {
    GgufValue type = gguf.facts().get("bert.pooling_type");
    return switch (type == null ? 1 : type.integer(4)) {
      case 0, 1 -> "mean";
      case 2 -> "cls";
      case 3 -> "lasttoken";
      default -> throw new ModelFileException(file, "is a reranker, which is not converted");
    };
  }

  private int integer(String key) {
    return fact(key).integer(MAX_SIZE);
  }

  private GgufValue fact(String key) {
    GgufValue value = gguf.facts().get(key);
    if (value == null) {
      throw new ModelFileException(file, "lacks the fact " + key.toLowerCase(Locale.ROOT));
    }
    return value;
  }
}
