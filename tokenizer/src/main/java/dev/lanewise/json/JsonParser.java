package dev.lanewise.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parses RFC 8259 JSON into {@link Map}, {@link List}, {@link String}, {@link Boolean}, {@link
 * JsonNumber} and {@link JsonNull}.
 */
final class JsonParser {
  /** Deep enough for every model file, far below what would exhaust a thread's stack. */
  private static final int MAX_DEPTH = 128;

  private final String source;
  private final String text;
  private int position;
  private int depth;

  private JsonParser(String source, String text) {
    this.source = source;
    this.text = text;
  }

  static Object parse(String source, ByteBuffer utf8) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException(source, "$", "is not valid UTF-8");
    }
    JsonParser parser = new JsonParser(source, text);
    parser.skipWhitespace();
    Object value = parser.value();
    parser.skipWhitespace();
    if (parser.position < text.length()) {
      throw parser.unexpected("the end of the document");
    }
    return value;
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", JsonNull.NULL);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    enter();
    Map<String, Object> members = new LinkedHashMap<>();
    position++;
    skipWhitespace();
    if (peek() == '}') {
      position++;
    } else {
      do {
        skipWhitespace();
        if (peek() != '"') {
          throw unexpected("a key in quotes");
        }
        int start = position;
        String key = string();
        skipWhitespace();
        expect(':');
        skipWhitespace();
        if (members.put(key, value()) != null) {
          position = start;
          throw error("the key \"" + abbreviate(key) + "\" stands twice in one object");
        }
        skipWhitespace();
      } while (another('}'));
    }
    depth--;
    return members;
  }

  private List<Object> array() {
    enter();
    List<Object> elements = new ArrayList<>();
    position++;
    skipWhitespace();
    if (peek() == ']') {
      position++;
    } else {
      do {
        skipWhitespace();
        elements.add(value());
        skipWhitespace();
      } while (another(']'));
    }
    depth--;
    return elements;
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw error("is nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  /** After an element: a comma means one more, {@code close} ends the collection. */
  private boolean another(char close) {
    char c = peek();
    if (c != ',' && c != close) {
      throw unexpected("',' or '" + close + "'");
    }
    position++;
    return c == ',';
  }

  private String string() {
    int start = ++position;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"') {
        return text.substring(start, position++);
      }
      if (c == '\\') {
        return stringWithEscapes(start);
      }
      if (c < ' ') {
        throw unexpected("a control character to be escaped");
      }
      position++;
    }
    throw unexpected("'\"'");
  }

  private String stringWithEscapes(int start) {
    StringBuilder out = new StringBuilder().append(text, start, position);
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return out.toString();
      }
      if (c < ' ') {
        throw unexpected("a control character to be escaped");
      }
      position++;
      if (c == '\\') {
        escape(out);
      } else {
        out.append(c);
      }
    }
    throw unexpected("'\"'");
  }

  private void escape(StringBuilder out) {
    char c = peek();
    position++;
    switch (c) {
      case '"', '\\', '/' -> out.append(c);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> unicodeEscape(out);
      default -> {
        position--;
        throw unexpected("an escape character");
      }
    }
  }

  private void unicodeEscape(StringBuilder out) {
    char first = hexadecimal();
    out.append(first);
    if (Character.isHighSurrogate(first)) {
      if (!text.startsWith("\\u", position)) {
        throw error("a surrogate stands alone");
      }
      position += 2;
      char second = hexadecimal();
      if (!Character.isLowSurrogate(second)) {
        throw error("a surrogate stands alone");
      }
      out.append(second);
    } else if (Character.isLowSurrogate(first)) {
      throw error("a surrogate stands alone");
    }
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < 4; i++, position++) {
      char c = peek();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw unexpected("four hexadecimal digits");
      }
      value = (value << 4) | digit;
    }
    return (char) value;
  }

  private JsonNumber number() {
    int start = position;
    if (at('-')) {
      position++;
    }
    if (at('0')) {
      position++;
    } else {
      digits("a value");
    }
    boolean integer = true;
    if (at('.')) {
      integer = false;
      position++;
      digits("a digit");
    }
    if (at('e') || at('E')) {
      integer = false;
      position++;
      if (at('+') || at('-')) {
        position++;
      }
      digits("a digit");
    }
    return new JsonNumber(text.substring(start, position), integer);
  }

  private void digits(String expected) {
    int start = position;
    while (position < text.length()
        && text.charAt(position) >= '0'
        && text.charAt(position) <= '9') {
      position++;
    }
    if (position == start) {
      throw unexpected(expected);
    }
  }

  private Object literal(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw unexpected("a value");
    }
    position += word.length();
    return value;
  }

  private void skipWhitespace() {
    while (at(' ') || at('\n') || at('\r') || at('\t')) {
      position++;
    }
  }

  private boolean at(char c) {
    return position < text.length() && text.charAt(position) == c;
  }

  private char peek() {
    if (position >= text.length()) {
      throw error("the document ends in the middle of a value");
    }
    return text.charAt(position);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected("'" + c + "'");
    }
    position++;
  }

  private JsonException unexpected(String expected) {
    if (position >= text.length()) {
      return error("expected " + expected + ", found the end of the document");
    }
    int c = text.codePointAt(position);
    String found =
        c > ' ' && c < 127 ? "'" + (char) c + "'" : String.format(Locale.ROOT, "U+%04X", c);
    return error("expected " + expected + ", found " + found);
  }

  private JsonException error(String problem) {
    return new JsonException(source, "character " + position, problem);
  }

  static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
