package dev.lanewise.tokenizer;

import static java.util.Objects.requireNonNull;

import dev.lanewise.json.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** The files in {@code src/test/resources/reference}. */
final class Reference {
  private Reference() {}

  static JsonNode json(String name) {
    return JsonNode.parse(name, ByteBuffer.wrap(bytes(name)));
  }

  /** A gzip file's content, little-endian. */
  static ByteBuffer unzipped(String name) {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes(name)))) {
      return ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON in a gzip file. */
  static JsonNode zipped(String name) {
    return JsonNode.parse(name, unzipped(name));
  }

  /** The tokenizer.json files in a gzip file, where "@name@" stands for one of its models. */
  static Map<String, String> arrangements(String name) {
    JsonNode content = zipped(name);
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> file : content.get("tokenizers").fields().entrySet()) {
      String text = file.getValue().string();
      for (Map.Entry<String, JsonNode> model : content.get("models").fields().entrySet()) {
        text = text.replace("\"@" + model.getKey() + "@\"", model.getValue().string());
      }
      files.put(file.getKey(), text);
    }
    return files;
  }

  /** The variants' names and settings, in the order in which they were hashed. */
  static Map<String, JsonNode> variants() {
    return json("variants.json").fields();
  }

  /** The tokenizers of all variants, written to {@code scratch} and loaded from there. */
  static Map<String, Tokenizer> tokenizers(Path scratch) {
    Map<String, Tokenizer> tokenizers = new LinkedHashMap<>();
    variants().keySet().forEach(name -> tokenizers.put(name, tokenizer(name, scratch)));
    return tokenizers;
  }

  /** The tokenizer of a variant, written to {@code scratch} and loaded from there. */
  static Tokenizer tokenizer(String variant, Path scratch) {
    JsonNode settings = requireNonNull(variants().get(variant));
    List<String> vocabulary =
        new String(
                bytes("vocab-" + settings.get("vocab").string() + ".txt"), StandardCharsets.UTF_8)
            .lines()
            .toList();
    return TokenizerFixture.bert(vocabulary)
        .with(
            "normalizer",
            String.format(
                Locale.ROOT,
                """
                {"type": "BertNormalizer", "clean_text": %s, "handle_chinese_chars": %s,
                 "strip_accents": %s, "lowercase": %s}
                """,
                settings.get("clean_text"),
                settings.get("handle_chinese_chars"),
                settings.get("strip_accents"),
                settings.get("lowercase")))
        .load(scratch.resolve(variant));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Reference.class.getResourceAsStream("/reference/" + name)) {
      return requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder of shared published tokenizers, where this machine has one. */
  static Path shared(String path) {
    return Path.of("/work/shared").resolve(path);
  }
}
