package dev.lanewise.weights.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server answers.
 *
 * @param uri what it was asked for last
 * @param status the status of the last answer
 * @param hops the headers of all answers, redirections first
 * @param body the content of the last answer
 */
public record Answer(URI uri, int status, List<HttpHeaders> hops, InputStream body)
    implements AutoCloseable {
  /** The server sends the part that was asked for. */
  public static final int PARTIAL = 206;

  /** The server has no such part. */
  public static final int NO_SUCH_RANGE = 416;

  /** What is left of a limit on requests, and in how many seconds it is renewed. */
  private static final Pattern RATE_LIMIT = Pattern.compile("r=0;t=(\\d{1,9})");

  private static final int MAX_TEXT = 200;
  private static final int SERVER_ERROR = 500;

  /** A header of the last answer. */
  public Optional<String> header(String name) {
    return hops.getLast().firstValue(name);
  }

  /** A header of the first answer that has it. */
  public Optional<String> anyHeader(String name) {
    return hops.stream().flatMap(headers -> headers.firstValue(name).stream()).findFirst();
  }

  /** How many bytes the last answer says it has. */
  public OptionalLong length() {
    Optional<String> text = header("Content-Length").filter(each -> each.matches("\\d{1,18}"));
    return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
  }

  /** Whether this is a page for people. */
  public boolean isPage() {
    return header("Content-Type")
        .map(type -> type.toLowerCase(Locale.ROOT).startsWith("text/html"))
        .orElse(false);
  }

  /** What the server says is wrong, made fit for a terminal. */
  public Optional<String> complaint() {
    return header("X-Error-Message").map(Answer::printable).filter(text -> !text.isBlank());
  }

  /** Text from a server without what would steer a terminal, and not too long. */
  public static String printable(String text) {
    String shown = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").strip();
    return shown.length() <= MAX_TEXT ? shown : shown.substring(0, MAX_TEXT) + "...";
  }

  /** Whether asking again later makes sense. */
  boolean isBusy() {
    return status == 408 || status == 429 || (status >= SERVER_ERROR && status != 501);
  }

  boolean isRedirection() {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /** How long to wait before asking again, if the server says so: in seconds, or until when. */
  Optional<Duration> retryAfter() {
    Optional<String> after = header("Retry-After").map(String::strip);
    Optional<Duration> limit =
        header("RateLimit")
            .map(RATE_LIMIT::matcher)
            .filter(Matcher::find)
            .map(match -> Duration.ofSeconds(Long.parseLong(match.group(1))));
    return limit.or(() -> after.flatMap(Answer::waitingTime));
  }

  private static Optional<Duration> waitingTime(String text) {
    if (text.matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
      return Optional.of(Duration.between(Instant.now(), until));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(uri.getHost() + ": " + e.getMessage(), e);
    }
  }
}
