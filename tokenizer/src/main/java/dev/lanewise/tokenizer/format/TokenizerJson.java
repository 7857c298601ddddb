package dev.lanewise.tokenizer.format;

import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.decode.Decoder;
import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.NormalizerSequence;
import dev.lanewise.tokenizer.special.AddedToken;
import dev.lanewise.tokenizer.split.WholeText;
import dev.lanewise.tokenizer.subword.SubwordModel;
import dev.lanewise.tokenizer.subword.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code tokenizer.json}, the description that the reference tokenizers library saves.
 *
 * <p>The components are read by {@code NormalizerJson}, {@code PreTokenizerJson}, {@code
 * ModelJson}, {@code TemplateJson} and {@code DecoderJson}. {@code truncation} and {@code padding}
 * are read past, whoever saved the file happened to have them set; but for the side at which texts
 * are cut, which the reference takes from there if {@code tokenizer_config.json} doesn't say it.
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
    SubwordModel model = ModelJson.read(root.get("model"));
    Map<String, Integer> ids = new LinkedHashMap<>(model.vocabulary().ids());
    Collection<AddedToken> addedTokens =
        root.getOr("added_tokens", List.of(), tokens -> addedTokens(tokens, ids));
    boolean added = ids.size() > model.vocabulary().tokenCount();
    Vocabulary vocabulary =
        added
            ? Components.checked(root.get("model"), () -> new Vocabulary(ids))
            : model.vocabulary();
    Normalizer normalizer =
        root.getOr("normalizer", new NormalizerSequence(List.of()), NormalizerJson::read);
    warnings.addAll(config.contradictions(normalizer));
    PostProcessorJson postProcessor =
        root.getOr(
            "post_processor",
            PostProcessorJson.NONE,
            processor -> PostProcessorJson.read(processor, vocabulary));
    return new TokenizerParts(
        List.copyOf(addedTokens),
        normalizer,
        root.getOr("pre_tokenizer", new WholeText(), PreTokenizerJson::read),
        model,
        vocabulary,
        postProcessor.trimmer(),
        postProcessor.template(),
        root.getOr("decoder", Decoder.SPACED, DecoderJson::read),
        config.modelMaxLength(),
        config.truncatesLeft().orElseGet(this::truncatesLeft),
        warnings);
  }

  private boolean truncatesLeft() {
    return root.find("truncation")
        .flatMap(truncation -> truncation.find("direction"))
        .map(direction -> TokenizerConfig.isLeft(direction, "Left", "Right"))
        .orElse(false);
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
}
