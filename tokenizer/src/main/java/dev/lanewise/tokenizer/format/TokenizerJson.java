package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.normalize.BertNormalizer;
import dev.lanewise.tokenizer.normalize.Lowercase;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.BertPreTokenizer;
import dev.lanewise.tokenizer.split.PreTokenizer;
import dev.lanewise.tokenizer.split.WholeText;
import dev.lanewise.tokenizer.subword.Decoder;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.subword.WordPiece;
import dev.lanewise.tokenizer.subword.WordPieceDecoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads {@code tokenizer.json}, the description that the reference tokenizers library saves.
 *
 * <p>Each {@code switch} over a {@code type} is the table to extend for a new component. {@code
 * truncation} and {@code padding} are read past: whoever saved the file happened to have them set.
 */
final class TokenizerJson {
  private final JsonNode root;
  private final TokenizerConfig config;
  private final List<String> warnings = new ArrayList<>();

  private TokenizerJson(JsonNode root, TokenizerConfig config) {
    this.root = root;
    this.config = config;
  }

  static TokenizerParts read(JsonNode root, TokenizerConfig config) {
    return new TokenizerJson(root, config).parts();
  }

  private TokenizerParts parts() {
    root.allowOnly(
        "version",
        "truncation",
        "padding",
        "added_tokens",
        "normalizer",
        "pre_tokenizer",
        "post_processor",
        "decoder",
        "model");
    if (!root.get("version").string().equals("1.0")) {
      throw root.get("version").error("unsupported version " + root.get("version"));
    }
    SubwordModel model = model(root.get("model"));
    Map<String, Integer> ids = new LinkedHashMap<>(model.vocabulary().ids());
    Collection<AddedToken> addedTokens =
        root.getOr("added_tokens", List.of(), tokens -> addedTokens(tokens, ids));
    Vocabulary vocabulary = checked(root.get("model"), () -> new Vocabulary(ids));
    Normalizer normalizer =
        root.getOr("normalizer", new NormalizerSequence(List.of()), TokenizerJson::normalizer);
    warnings.addAll(config.contradictions(normalizer));
    return new TokenizerParts(
        List.copyOf(addedTokens),
        normalizer,
        root.getOr("pre_tokenizer", new WholeText(), TokenizerJson::preTokenizer),
        model,
        vocabulary,
        TemplateJson.read(root.find("post_processor"), vocabulary),
        root.getOr("decoder", Decoder.SPACED, TokenizerJson::decoder),
        config.modelMaxLength(),
        warnings);
  }

  private static Normalizer normalizer(JsonNode node) {
    return switch (type(node)) {
      case "BertNormalizer", "Bert" -> {
        node.allowOnly("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase");
        boolean lowercase = node.get("lowercase").bool();
        yield new BertNormalizer(
            node.get("clean_text").bool(),
            node.get("handle_chinese_chars").bool(),
            node.getOr("strip_accents", lowercase, JsonNode::bool),
            lowercase);
      }
      case "Lowercase" -> {
        node.allowOnly("type");
        yield new Lowercase();
      }
      case "Sequence" -> {
        node.allowOnly("type", "normalizers");
        yield new NormalizerSequence(
            node.get("normalizers").elements().stream().map(TokenizerJson::normalizer).toList());
      }
      default -> throw unsupported(node, "normalizer");
    };
  }

  private static PreTokenizer preTokenizer(JsonNode node) {
    return switch (type(node)) {
      case "BertPreTokenizer" -> {
        node.allowOnly("type");
        yield new BertPreTokenizer();
      }
      default -> throw unsupported(node, "pre-tokenizer");
    };
  }

  private static SubwordModel model(JsonNode node) {
    // Files of the library's first versions don't name the model's type; only WordPiece has this
    // key.
    boolean untyped = !node.has("type") && node.has("continuing_subword_prefix");
    return switch (untyped ? "WordPiece" : type(node)) {
      case "WordPiece" -> {
        node.allowOnly(
            "type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
        yield checked(
            node,
            () ->
                new WordPiece(
                    vocabulary(node.get("vocab")),
                    node.get("unk_token").string(),
                    node.get("continuing_subword_prefix").string(),
                    node.get("max_input_chars_per_word").integer(0, Integer.MAX_VALUE)));
      }
      default -> throw unsupported(node, "model");
    };
  }

  private static Decoder decoder(JsonNode node) {
    return switch (type(node)) {
      case "WordPiece" -> {
        node.allowOnly("type", "prefix", "cleanup");
        yield new WordPieceDecoder(node.get("prefix").string(), node.get("cleanup").bool());
      }
      default -> throw unsupported(node, "decoder");
    };
  }

  private static Vocabulary vocabulary(JsonNode node) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    node.fields().forEach((token, id) -> ids.put(token, id.integer(0, Integer.MAX_VALUE)));
    return checked(node, () -> new Vocabulary(ids));
  }

  /**
   * Reads the added tokens. Of two with the same content the last counts; an id that isn't the one
   * a token gets is only warned of.
   */
  private Collection<AddedToken> addedTokens(JsonNode node, Map<String, Integer> ids) {
    Map<String, AddedToken> tokens = new LinkedHashMap<>();
    AddedTokenIds numbers = new AddedTokenIds(ids);
    for (JsonNode element : node.elements()) {
      AddedToken token = addedToken(element);
      if (token.content().isEmpty()) {
        warnings.add("tokenizer.json adds a token without content; it is ignored");
        continue;
      }
      int id = numbers.of(token.content());
      if (token.id() != id) {
        warnings.add(
            "tokenizer.json gives \""
                + token.content()
                + "\" the id "
                + token.id()
                + ", the vocabulary "
                + id);
      }
      if (tokens.put(token.content(), token.withId(id)) != null) {
        warnings.add("tokenizer.json adds \"" + token.content() + "\" twice; the last counts");
      }
    }
    return tokens.values();
  }

  private static AddedToken addedToken(JsonNode node) {
    node.allowOnly("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
    return new AddedToken(
        node.get("id").integer(0, Integer.MAX_VALUE),
        node.get("content").string(),
        node.get("single_word").bool(),
        node.get("lstrip").bool(),
        node.get("rstrip").bool(),
        node.get("normalized").bool(),
        node.get("special").bool());
  }

  private static String type(JsonNode node) {
    return node.get("type").string();
  }

  private static JsonException unsupported(JsonNode node, String kind) {
    return node.get("type").error("unsupported " + kind + " " + node.get("type"));
  }

  /** Turns what a constructor objects to into an error with the place in the file. */
  private static <T> T checked(JsonNode node, Supplier<T> constructor) {
    try {
      return constructor.get();
    } catch (IllegalArgumentException e) {
      throw node.error(String.valueOf(e.getMessage()));
    }
  }
}
