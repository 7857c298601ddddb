package dev.lanewise.weights.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that the variables {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and
 * {@code no_proxy} name, in small or capital letters. Where none is named Java's own settings hold.
 */
public final class Proxies extends ProxySelector {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final Map<String, Optional<URI>> byScheme;
  private final List<String> exceptions;

  private Proxies(Map<String, Optional<URI>> byScheme, List<String> exceptions) {
    this.byScheme = byScheme;
    this.exceptions = exceptions;
  }

  /**
   * The proxies of an environment.
   *
   * @throws IllegalArgumentException if one can't be followed
   */
  public static Proxies of(Map<String, String> environment) {
    Optional<URI> all = proxy(environment, "all_proxy");
    return new Proxies(
        Map.of(
            "http", proxy(environment, "http_proxy").or(() -> all),
            "https", proxy(environment, "https_proxy").or(() -> all)),
        value(environment, "no_proxy").stream()
            .flatMap(list -> Stream.of(list.split(",", -1)))
            .map(each -> each.strip().toLowerCase(Locale.ROOT))
            .filter(each -> !each.isEmpty())
            .toList());
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    return Stream.of(name, name.toUpperCase(Locale.ROOT))
        .map(each -> environment.getOrDefault(each, "").strip())
        .filter(each -> !each.isEmpty())
        .findFirst();
  }

  private static Optional<URI> proxy(Map<String, String> environment, String name) {
    return value(environment, name).map(address -> parse(name, address));
  }

  private static URI parse(String name, String address) {
    try {
      URI uri = new URI(address.contains("://") ? address : "http://" + address);
      if ("http".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Said below; not with the address, which may hold a password.
    }
    throw new IllegalArgumentException(
        name + " is not an address like http://proxy:3128, the only kind that is supported");
  }

  /** Whether a password may have to be given to a proxy. */
  public boolean needPassword() {
    return byScheme.values().stream().anyMatch(proxy -> proxy.map(URI::getRawUserInfo).isPresent());
  }

  /** What a request says to the proxy on its way, if it goes through one that asks who it is. */
  public Optional<String> authorization(URI uri) {
    return proxyFor(uri)
        .map(URI::getUserInfo)
        .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
        .map(encoded -> "Basic " + encoded);
  }

  private Optional<URI> proxyFor(URI uri) {
    return byScheme
        .getOrDefault(uri.getScheme().toLowerCase(Locale.ROOT), Optional.empty())
        .filter(proxy -> exceptions.stream().noneMatch(exception -> covers(exception, uri)));
  }

  /** Whether an entry of {@code no_proxy} is about an address: its host, or a domain around it. */
  private static boolean covers(String exception, URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (exception.equals("*")) {
      return true;
    }
    String name = exception.replaceFirst("^\\*?\\.", "");
    String withPort = host + ":" + port(uri);
    return Stream.of(host, withPort)
        .anyMatch(each -> each.equals(name) || each.endsWith("." + name));
  }

  private static int port(URI uri) {
    boolean https = "https".equalsIgnoreCase(uri.getScheme());
    return uri.getPort() >= 0 ? uri.getPort() : https ? HTTPS_PORT : HTTP_PORT;
  }

  @Override
  public List<Proxy> select(URI uri) {
    if (byScheme.values().stream().allMatch(Optional::isEmpty)) {
      ProxySelector ofJava = ProxySelector.getDefault();
      return ofJava == null ? List.of(Proxy.NO_PROXY) : ofJava.select(uri);
    }
    return List.of(
        proxyFor(uri)
            .map(
                proxy ->
                    new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {
    // The request fails with it as well.
  }
}
