package dev.lanewise.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A {@code tokenizer.json} in the making: BERT's, unless a part of it is replaced. Immutable. */
public final class TokenizerFixture {
  static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private final Map<String, String> parts; // JSON of each key

  private TokenizerFixture(Map<String, String> parts) {
    this.parts = parts;
  }

  /** A lowercasing BERT tokenizer; the vocabulary has to begin with the special tokens. */
  public static TokenizerFixture bert(List<String> vocabulary) {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("version", "\"1.0\"");
    parts.put("truncation", "null");
    parts.put("padding", "null");
    parts.put(
        "added_tokens",
        SPECIAL_TOKENS.stream()
            .map(token -> addedToken(SPECIAL_TOKENS.indexOf(token), token, "special"))
            .collect(Collectors.joining(",", "[", "]")));
    parts.put(
        "normalizer",
        """
        {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
         "strip_accents": null, "lowercase": true}\
        """);
    parts.put("pre_tokenizer", "{\"type\": \"BertPreTokenizer\"}");
    parts.put(
        "post_processor",
        "{\"type\": \"BertProcessing\", \"sep\": [\"[SEP]\", 3], \"cls\": [\"[CLS]\", 2]}");
    parts.put("decoder", "{\"type\": \"WordPiece\", \"prefix\": \"##\", \"cleanup\": true}");
    parts.put("model", wordPiece(vocabulary));
    return new TokenizerFixture(parts);
  }

  /** A BERT tokenizer of the special tokens and these. */
  public static TokenizerFixture words(String... tokens) {
    return bert(
        IntStream.range(0, SPECIAL_TOKENS.size() + tokens.length)
            .mapToObj(i -> i < 5 ? SPECIAL_TOKENS.get(i) : tokens[i - 5])
            .toList());
  }

  /** The JSON of an added token with the flags named and no others. */
  static String addedToken(int id, String content, String... flags) {
    String values =
        List.of("single_word", "lstrip", "rstrip", "normalized", "special").stream()
            .map(flag -> "\"" + flag + "\": " + List.of(flags).contains(flag))
            .collect(Collectors.joining(", "));
    return "{\"id\": " + id + ", \"content\": " + quoted(content) + ", " + values + "}";
  }

  /** The JSON of a WordPiece model. */
  static String wordPiece(List<String> vocabulary) {
    String ids =
        IntStream.range(0, vocabulary.size())
            .mapToObj(id -> quoted(vocabulary.get(id)) + ": " + id)
            .collect(Collectors.joining(",\n", "{", "}"));
    return """
    {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
     "max_input_chars_per_word": 100, "vocab": IDS}\
    """
        .replace("IDS", ids);
  }

  /** The same with another value for a key of the root object. */
  public TokenizerFixture with(String key, String json) {
    Map<String, String> replaced = new LinkedHashMap<>(parts);
    replaced.put(key, json);
    return new TokenizerFixture(replaced);
  }

  /** The same without a key. */
  TokenizerFixture without(String key) {
    Map<String, String> rest = new LinkedHashMap<>(parts);
    rest.remove(key);
    return new TokenizerFixture(rest);
  }

  /** Writes the file into a folder, made if need be, and loads it. */
  public Tokenizer load(Path folder) {
    String json =
        parts.entrySet().stream()
            .map(part -> "\"" + part.getKey() + "\": " + part.getValue())
            .collect(Collectors.joining(",\n", "{", "}\n"));
    return load(folder, Map.of("tokenizer.json", json));
  }

  /** Writes files, by name, into a folder and loads the tokenizer that they describe. */
  public static Tokenizer load(Path folder, Map<String, String> files) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> file : files.entrySet()) {
        Files.writeString(folder.resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Tokenizer.load(folder);
  }

  /** A JSON string. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
