package dev.lanewise.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://hub.org        |                     | secure:8080",
        "https://hub.org        | example.com,hub.org |",
        "https://hub.org:444    | hub.org             |",
        "https://hub.org        | hub.org:443         |",
        "https://hub.org        | hub.org:444         | secure:8080",
        "https://www.hub.org    | .hub.org            |",
        "https://www.HUB.org    | *.hub.org           |",
        "https://github.org     | hub.org             | secure:8080",
        "https://hub.org        | *                   |",
        "http://hub.org         |                     | plain:80"
      })
  void theOneForTheSchemeUnlessTheHostIsExcepted(URI uri, String exceptions, String proxy) {
    Proxies proxies =
        Proxies.of(
            Map.of(
                "https_proxy",
                "http://secure:8080/",
                "HTTP_PROXY",
                "plain",
                "no_proxy",
                exceptions == null ? "" : exceptions));
    Proxy found = proxies.select(uri).getFirst();
    if (proxy == null) {
      assertEquals(Proxy.NO_PROXY, found);
    } else {
      InetSocketAddress address = (InetSocketAddress) found.address();
      assertEquals(proxy, address.getHostString() + ":" + address.getPort());
    }
    assertFalse(proxies.needPassword());
  }

  @Test
  void passwordsAreForTheProxyAlone() {
    Proxies proxies =
        Proxies.of(Map.of("all_proxy", "http://me:p%40ss@proxy:1", "no_proxy", "near"));
    assertTrue(proxies.needPassword());
    assertEquals(
        Optional.of("Basic bWU6cEBzcw=="), proxies.authorization(URI.create("https://far")));
    assertEquals(Optional.empty(), proxies.authorization(URI.create("https://near")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://secret@proxy:1", "https://proxy", "http://", "http://a b"})
  void othersAreRefused(String address) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> Proxies.of(Map.of("https_proxy", address)));
    assertTrue(String.valueOf(e.getMessage()).startsWith("https_proxy is not an address"));
    assertFalse(String.valueOf(e.getMessage()).contains("secret"));
  }
}
