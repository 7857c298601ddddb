package dev.lanewise.weights.fakehub;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server answers.
 *
 * @param status its status
 * @param headers its headers; a {@code Content-Length} is added unless it is there
 * @param body its content
 * @param sent how many bytes of the content are sent before the connection is closed
 * @param stallMillis how long nothing more comes before it is closed
 */
public record Reply(
    int status, Map<String, String> headers, byte[] body, int sent, long stallMillis) {
  /** An answer with this content. */
  public static Reply of(int status, byte[] body) {
    return new Reply(status, Map.of(), body, body.length, 0);
  }

  /** An answer with this text. */
  public static Reply of(int status, String body) {
    return of(status, body.getBytes(StandardCharsets.UTF_8));
  }

  /** With one more header, or another value of it. */
  public Reply with(String name, String value) {
    Map<String, String> more = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    more.putAll(headers);
    more.put(name, value);
    return new Reply(status, more, body, sent, stallMillis);
  }

  /** With other content, but the headers of what it was. */
  public Reply withBody(byte[] other) {
    return new Reply(status, headers, other, other.length, stallMillis);
  }

  /** With the connection closed after so many bytes. */
  public Reply cutAfter(int bytes) {
    return new Reply(status, headers, body, bytes, stallMillis);
  }

  /** With nothing more after so many bytes, while the connection stays open. */
  public Reply stallAfter(int bytes, long millis) {
    return new Reply(status, headers, body, bytes, millis);
  }
}
