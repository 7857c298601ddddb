package dev.lanewise.json;

import dev.lanewise.files.ModelPath;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A value in a JSON document together with its place, so that whoever reads it can ask for what it
 * needs and a document that doesn't have it is refused with file and JSON path. Immutable.
 */
public final class JsonNode {
  private final String source;
  private final Supplier<String> path; // put together for errors only: vocabularies are large
  private final Object value;

  private JsonNode(String source, Supplier<String> path, Object value) {
    this.source = source;
    this.path = path;
    this.value = value;
  }

  /**
   * Reads a file.
   *
   * @throws JsonException if it isn't well-formed JSON
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static JsonNode read(Path file) {
    return read(ModelPath.of(file));
  }

  /**
   * Reads a file of a model.
   *
   * @throws JsonException if it isn't well-formed JSON
   * @throws java.io.UncheckedIOException if it can't be read
   */
  public static JsonNode read(ModelPath file) {
    return parse(file.toString(), ByteBuffer.wrap(file.read()));
  }

  /**
   * Parses UTF-8 bytes.
   *
   * @param source what the bytes are, for error messages
   * @throws JsonException if they aren't well-formed JSON
   */
  public static JsonNode parse(String source, ByteBuffer utf8) {
    return new JsonNode(source, () -> "$", JsonParser.parse(source, utf8));
  }

  /** The value of a key that has to be there; it may be {@code null}. */
  public JsonNode get(String key) {
    Object member = members().get(key);
    if (member == null) {
      throw error("lacks the key \"" + key + "\"");
    }
    return member(key, member);
  }

  /** The value of a key; empty where the key is absent or {@code null}. */
  public Optional<JsonNode> find(String key) {
    Object member = members().get(key);
    return member == null || member == JsonNull.NULL
        ? Optional.empty()
        : Optional.of(member(key, member));
  }

  /** Whether this object has the key, be it {@code null}. */
  public boolean has(String key) {
    return members().containsKey(key);
  }

  /** What {@code read} makes of a key's value, or {@code fallback} where it is absent or null. */
  public <T> T getOr(String key, T fallback, Function<JsonNode, T> read) {
    return find(key).map(read).orElse(fallback);
  }

  /** This object's members in document order. */
  public Map<String, JsonNode> fields() {
    Map<String, JsonNode> fields = LinkedHashMap.newLinkedHashMap(members().size());
    members().forEach((key, member) -> fields.put(key, member(key, member)));
    return fields;
  }

  /** This array's elements. */
  public List<JsonNode> elements() {
    if (!(value instanceof List<?> list)) {
      throw wrongType("an array");
    }
    List<JsonNode> nodes = new ArrayList<>(list.size());
    for (Object element : list) {
      int index = nodes.size();
      nodes.add(new JsonNode(source, () -> path.get() + "[" + index + "]", element));
    }
    return nodes;
  }

  /**
   * Refuses keys other than these: in a description that is to be followed to the letter, a key
   * that isn't understood must not be skipped.
   */
  public void allowOnly(String... keys) {
    List<String> allowed = Arrays.asList(keys);
    for (String key : members().keySet()) {
      if (!allowed.contains(key)) {
        throw error("has the unsupported key \"" + JsonParser.abbreviate(key) + "\"");
      }
    }
  }

  public boolean isNull() {
    return value == JsonNull.NULL;
  }

  public boolean isObject() {
    return value instanceof Map;
  }

  public boolean isArray() {
    return value instanceof List;
  }

  public boolean isString() {
    return value instanceof String;
  }

  public boolean isNumber() {
    return value instanceof JsonNumber;
  }

  public String string() {
    if (!(value instanceof String string)) {
      throw wrongType("a string");
    }
    return string;
  }

  public boolean bool() {
    if (!(value instanceof Boolean bool)) {
      throw wrongType("true or false");
    }
    return bool;
  }

  /** A number as the nearest double; numbers beyond its range become infinite. */
  public double number() {
    if (!(value instanceof JsonNumber number)) {
      throw wrongType("a number");
    }
    return Double.parseDouble(number.text());
  }

  /** A number written as a plain integer that isn't negative and fits a {@code long}. */
  public long unsigned() {
    if (!(value instanceof JsonNumber number)
        || !number.integer()
        || number.text().startsWith("-")) {
      throw wrongType("an integer that is not negative");
    }
    try {
      return Long.parseLong(number.text());
    } catch (NumberFormatException e) {
      throw error("is out of range: " + JsonParser.abbreviate(number.text()));
    }
  }

  /** A number written as a plain integer from {@code min} to {@code max}. */
  public int integer(int min, int max) {
    if (!(value instanceof JsonNumber number) || !number.integer()) {
      throw wrongType("an integer");
    }
    try {
      long integer = Long.parseLong(number.text());
      if (integer >= min && integer <= max) {
        return (int) integer;
      }
    } catch (NumberFormatException e) {
      // An integer too large for a long is out of any range as well.
    }
    String found = JsonParser.abbreviate(number.text());
    throw error("must be an integer from " + min + " to " + max + ", found " + found);
  }

  /** This object's members in document order, as integers from {@code min} to {@code max}. */
  public Map<String, Integer> integers(int min, int max) {
    Map<String, Integer> integers = LinkedHashMap.newLinkedHashMap(members().size());
    members().forEach((key, member) -> integers.put(key, member(key, member).integer(min, max)));
    return integers;
  }

  /** An error about this value, for a reader that finds its content wrong. */
  public JsonException error(String problem) {
    return new JsonException(source, path.get(), problem);
  }

  /** The document's name, as errors give it. */
  public String source() {
    return source;
  }

  @SuppressWarnings("unchecked") // the parser makes no other maps
  private Map<String, Object> members() {
    if (!(value instanceof Map<?, ?>)) {
      throw wrongType("an object");
    }
    return (Map<String, Object>) value;
  }

  private JsonNode member(String key, Object member) {
    return new JsonNode(source, () -> path.get() + "." + key, member);
  }

  private JsonException wrongType(String expected) {
    return error("expected " + expected + ", found " + this);
  }

  /** The value in short, for messages. */
  @Override
  public String toString() {
    return switch (value) {
      case Map<?, ?> _ -> "an object";
      case List<?> _ -> "an array";
      case String string -> "\"" + JsonParser.abbreviate(string) + "\"";
      case JsonNumber number -> JsonParser.abbreviate(number.text());
      case JsonNull _ -> "null";
      default -> value.toString();
    };
  }
}
