package dev.lanewise.weights.http;

import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.HubSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;

/**
 * One way to a hub. Each request is made once; a failure that may pass is a {@link
 * TransientFailure}.
 *
 * <p>Redirections are followed by hand: the token goes to the endpoint and nowhere else, and what
 * began encrypted stays so.
 */
public final class HubConnection implements AutoCloseable {
  private static final int MAX_REDIRECTIONS = 10;
  private static final String USER_AGENT = "lanewise; java/" + Runtime.version().feature();

  private final HubSettings settings;
  private final HttpClient client;

  /** A connection by these settings. */
  public HubConnection(HubSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            // The second version has windows that slow down a single large file.
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.timeout())
            .proxy(settings.proxies())
            .build();
  }

  /**
   * Asks for the headers of something, in redirections of the endpoint to itself too; where it
   * redirects to others, that is the answer.
   */
  public Answer head(URI uri) throws IOException {
    return exchange("HEAD", uri, Range.ALL, false);
  }

  /** Asks for something, or for what follows its first bytes. */
  public Answer get(URI uri, Range range) throws IOException {
    return exchange("GET", uri, range, true);
  }

  private Answer exchange(String method, URI first, Range range, boolean leaveEndpoint)
      throws IOException {
    List<HttpHeaders> hops = new ArrayList<>();
    URI uri = first;
    while (hops.size() <= MAX_REDIRECTIONS) {
      Answer answer = send(method, uri, range, hops);
      if (answer.isBusy()) {
        answer.close();
        String what = "answers with status " + answer.status();
        String detail = answer.complaint().map(text -> " (" + text + ")").orElse("");
        throw TransientFailure.busy(uri.getHost() + " " + what + detail, answer.retryAfter());
      }
      if (!answer.isRedirection()) {
        return answer;
      }
      URI next;
      try {
        next = target(uri, answer.header("Location").orElse(""));
      } catch (HubException e) {
        answer.close();
        throw e;
      }
      if (!leaveEndpoint && !isEndpoint(next)) {
        return answer;
      }
      answer.close();
      uri = next;
    }
    throw new HubException(first + ": redirected more than " + MAX_REDIRECTIONS + " times");
  }

  private Answer send(String method, URI uri, Range range, List<HttpHeaders> hops)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(settings.timeout())
            .setHeader("User-Agent", USER_AGENT)
            // Compressed, sizes and parts would be those of something else.
            .setHeader("Accept-Encoding", "identity");
    settings
        .proxies()
        .authorization(uri)
        .ifPresent(value -> request.setHeader("Proxy-Authorization", value));
    range.header().ifPresent(value -> request.setHeader("Range", value));
    if (isEndpoint(uri)) {
      settings.token().ifPresent(value -> request.setHeader("Authorization", "Bearer " + value));
      range.condition().ifPresent(value -> request.setHeader("If-Range", value));
    }
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      hops.add(response.headers());
      InputStream body = new TimedStream(response.body(), settings.timeout());
      return new Answer(uri, response.statusCode(), List.copyOf(hops), body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ProtocolException | IllegalArgumentException e) {
      throw new HubException(uri.getHost() + " answers what is not HTTP: " + reason(e), e);
    } catch (IOException e) {
      throw failure(uri, e);
    }
  }

  /**
   * Where an answer redirects to.
   *
   * @throws HubException if that is no address, or would go on without encryption
   */
  static URI target(URI from, String location) throws HubException {
    URI to;
    try {
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new HubException(from.getHost() + " redirects to " + Answer.printable(location), e);
    }
    boolean http = "http".equalsIgnoreCase(to.getScheme());
    if (location.isEmpty()
        || to.getHost() == null
        || !(http || "https".equalsIgnoreCase(to.getScheme()))) {
      throw new HubException(
          from.getHost() + " redirects to no address: \"" + Answer.printable(location) + "\"");
    }
    if (http && "https".equalsIgnoreCase(from.getScheme())) {
      throw new HubException(
          from.getHost() + " redirects to " + to.getHost() + " without encryption: not followed");
    }
    return to;
  }

  private boolean isEndpoint(URI uri) {
    URI endpoint = settings.endpoint();
    return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && port(endpoint) == port(uri);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** What a failed exchange means: a name that nobody knows won't be known in a second. */
  private static IOException failure(URI uri, IOException e) {
    String message = uri.getHost() + " can't be reached: " + reason(e);
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return new HubException(uri.getHost() + " can't be reached: there is no such host", e);
      }
      if (cause instanceof SSLHandshakeException) {
        return new HubException(message, e);
      }
    }
    return TransientFailure.of(message, e, false);
  }

  /** What an exception says, or else its cause. */
  public static String reason(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null && !message.isBlank()) {
        return Answer.printable(message);
      }
    }
    return e.getClass().getSimpleName();
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
