package dev.lanewise.weights.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How a hub is reached, by the variables that its own tools read: {@code HF_ENDPOINT}, {@code
 * HF_TOKEN} (or the file that logging in has left), {@code HF_HOME}, {@code HF_HUB_CACHE}, {@code
 * HF_HUB_OFFLINE}, {@code HF_HUB_DISABLE_SYMLINKS}, {@code HF_HUB_DISABLE_IMPLICIT_TOKEN}, {@code
 * HF_HUB_DOWNLOAD_TIMEOUT}, and {@code http_proxy}, {@code https_proxy}, {@code all_proxy}, {@code
 * no_proxy}.
 */
public final class HubSettings {
  private static final String PUBLIC_ENDPOINT = "https://huggingface.co";
  private static final int TIMEOUT_SECONDS = 20;
  private static final int MAX_TIMEOUT_SECONDS = 3600;

  private final URI endpoint;
  private final Optional<String> token;
  private final HubCache cache;
  private final boolean offline;
  private final Duration timeout;
  private final Proxies proxies;

  private HubSettings(HubEnvironment environment) {
    endpoint = endpoint(environment.find("HF_ENDPOINT").orElse(PUBLIC_ENDPOINT));
    token = token(environment);
    cache = HubCache.of(environment);
    offline = environment.isTrue("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE");
    timeout = Duration.ofSeconds(timeoutSeconds(environment));
    proxies = Proxies.of(environment.variables());
  }

  /**
   * The settings of an environment.
   *
   * @throws IllegalArgumentException if a variable's value can't be followed
   * @throws UncheckedIOException if the file with the token can't be read
   */
  public static HubSettings of(Map<String, String> environment) {
    return new HubSettings(new HubEnvironment(environment));
  }

  private static URI endpoint(String value) {
    String address = value.replaceFirst("/+$", "");
    try {
      URI uri = new URI(address);
      boolean http = "https".equalsIgnoreCase(uri.getScheme()) || isPlain(uri);
      boolean bare = uri.getRawQuery() == null && uri.getRawFragment() == null;
      if (http && bare && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below, with what was expected.
    }
    throw new IllegalArgumentException(
        "HF_ENDPOINT is \"" + value + "\": not an address like " + PUBLIC_ENDPOINT);
  }

  private static boolean isPlain(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme());
  }

  /** The token of the environment, or of the file that logging in with the hub's tool writes. */
  private static Optional<String> token(HubEnvironment environment) {
    Optional<String> given = environment.find("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN");
    if (given.isPresent()) {
      return given.map(HubSettings::checkToken);
    }
    Path file =
        environment.path("HF_TOKEN_PATH").orElseGet(() -> environment.home().resolve("token"));
    if (environment.isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN") || !Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip())
          .filter(text -> !text.isEmpty())
          .map(HubSettings::checkToken);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": can't be read: " + e.getMessage(), e);
    }
  }

  /** A token becomes part of a header, where a line break would begin another. */
  private static String checkToken(String token) {
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new IllegalArgumentException(
          "the token (HF_TOKEN or the hub's token file) holds what no token has: spaces, line"
              + " breaks or letters beyond ASCII");
    }
    return token;
  }

  private static int timeoutSeconds(HubEnvironment environment) {
    String name = "HF_HUB_DOWNLOAD_TIMEOUT";
    Optional<String> value = environment.find(name);
    if (value.isEmpty()) {
      return TIMEOUT_SECONDS;
    }
    if (value.get().matches("\\d{1,4}")) {
      int seconds = Integer.parseInt(value.get());
      if (seconds >= 1 && seconds <= MAX_TIMEOUT_SECONDS) {
        return seconds;
      }
    }
    throw new IllegalArgumentException(
        name + " is \"" + value.get() + "\": not a number of seconds from 1 to 3600");
  }

  /** The hub's address, without a slash at its end. */
  public URI endpoint() {
    return endpoint;
  }

  /** What proves who is asking; sent to the endpoint alone. */
  public Optional<String> token() {
    return token;
  }

  /** Where models are kept. */
  public HubCache cache() {
    return cache;
  }

  /** Whether nothing may be asked of the network. */
  public boolean offline() {
    return offline;
  }

  /** How long to wait for a connection, an answer, or more of it. */
  public Duration timeout() {
    return timeout;
  }

  /** Which way requests go. */
  public Proxies proxies() {
    return proxies;
  }

  /** All but the token. */
  @Override
  public String toString() {
    return "endpoint " + endpoint + ", cache " + cache.folder() + (offline ? ", offline" : "");
  }
}
