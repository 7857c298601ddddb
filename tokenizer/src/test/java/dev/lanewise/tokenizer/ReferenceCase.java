package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.json.JsonNode;
import java.util.List;
import java.util.stream.IntStream;

/** One or two texts and all that the reference says of them. */
record ReferenceCase(JsonNode json) {
  /** Which case this is, for messages. */
  String name() {
    StringBuilder name = new StringBuilder();
    json.find("tokenizer").ifPresent(tokenizer -> name.append(tokenizer.string()));
    texts().forEach(text -> name.append(' ').append(TokenizerFixture.quoted(text)));
    if (json.has("maxTokens")) {
      name.append(' ').append(truncation());
    }
    return name.toString();
  }

  boolean refused() {
    return json.has("refused");
  }

  TokenSequence encode(Tokenizer tokenizer) {
    List<String> texts = texts();
    return texts.size() == 1
        ? tokenizer.encode(texts.getFirst(), truncation())
        : tokenizer.encode(texts.get(0), texts.get(1), truncation());
  }

  /** Compares everything. */
  void check(Tokenizer tokenizer) {
    TokenSequence tokens = encode(tokenizer);
    assertEquals(integers("ids"), range(tokens).map(tokens::id).boxed().toList(), this::name);
    assertEquals(
        strings("tokens"),
        range(tokens).mapToObj(i -> tokenizer.token(tokens.id(i))).toList(),
        this::name);
    assertEquals(integers("types"), range(tokens).map(tokens::typeId).boxed().toList(), this::name);
    assertEquals(
        integers("sequences"), range(tokens).map(tokens::sequence).boxed().toList(), this::name);
    assertEquals(
        json.get("offsets").elements().stream().map(ReferenceCase::integers).toList(),
        range(tokens).mapToObj(i -> List.of(tokens.start(i), tokens.end(i))).toList(),
        this::name);
    assertEquals(json.get("decoded").string(), tokenizer.decode(tokens.ids(), false), this::name);
    assertEquals(
        json.get("decodedText").string(), tokenizer.decode(tokens.ids(), true), this::name);
  }

  private List<String> texts() {
    return strings("texts");
  }

  private Truncation truncation() {
    return json.has("maxTokens")
        ? new Truncation(
            json.get("maxTokens").integer(0, Integer.MAX_VALUE),
            Truncation.Strategy.valueOf(json.get("strategy").string()),
            Truncation.Side.valueOf(json.get("side").string()))
        : Truncation.NONE;
  }

  private List<String> strings(String key) {
    return json.get(key).elements().stream().map(JsonNode::string).toList();
  }

  private List<Integer> integers(String key) {
    return integers(json.get(key));
  }

  private static List<Integer> integers(JsonNode array) {
    return array.elements().stream()
        .map(element -> element.integer(Integer.MIN_VALUE, Integer.MAX_VALUE))
        .toList();
  }

  private static IntStream range(TokenSequence tokens) {
    return IntStream.range(0, tokens.size());
  }
}
