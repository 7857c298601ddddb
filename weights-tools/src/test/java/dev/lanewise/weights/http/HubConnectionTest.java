package dev.lanewise.weights.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.fakehub.HttpServer;
import dev.lanewise.weights.fakehub.Reply;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.HubSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HubConnectionTest {
  @Test
  void redirectionsStayEncrypted() throws IOException {
    URI from = URI.create("https://hub.org/a/b");
    assertEquals(URI.create("https://hub.org/c"), HubConnection.target(from, "/c"));
    assertEquals(URI.create("https://cdn/x?y"), HubConnection.target(from, "https://cdn/x?y"));
    for (String bad : new String[] {"http://cdn/x", "ftp://cdn/x", "", "https:", "a b"}) {
      assertThrows(HubException.class, () -> HubConnection.target(from, bad), bad);
    }
  }

  /** The proxy is given its password, and no server is. */
  @Test
  void requestsGoThroughTheProxy() throws IOException {
    try (HttpServer other = new HttpServer(_ -> Reply.of(200, "direct"));
        HttpServer proxy =
            new HttpServer(
                request ->
                    request.target().endsWith("/away")
                        ? Reply.of(302, "").with("Location", other.address() + "/x")
                        : Reply.of(200, request.target()))) {
      HubSettings settings =
          HubSettings.of(
              Map.of(
                  "HF_ENDPOINT",
                  "http://hub.invalid/base",
                  "HF_TOKEN",
                  "hf_secret",
                  "http_proxy",
                  proxy.address().replace("http://", "http://me:pass@"),
                  "no_proxy",
                  "127.0.0.1"));
      try (HubConnection connection = new HubConnection(settings)) {
        assertEquals("http://hub.invalid/file", get(connection, "http://hub.invalid/file"));
        assertEquals("direct", get(connection, "http://hub.invalid/away"));
      }
      assertEquals(
          Optional.of("Basic bWU6cGFzcw=="),
          proxy.requests().getFirst().header("proxy-authorization"));
      assertEquals(
          Optional.of("Bearer hf_secret"), proxy.requests().getFirst().header("authorization"));
      assertEquals(Optional.empty(), other.requests().getFirst().header("proxy-authorization"));
      assertEquals(Optional.empty(), other.requests().getFirst().header("authorization"));
    }
  }

  private static String get(HubConnection connection, String address) throws IOException {
    try (Answer answer = connection.get(URI.create(address), Range.ALL)) {
      return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void whatAServerSaysCannotSteerATerminal() {
    String shown = Answer.printable("a\u001b[2Jb\r\n\u202ec" + "x".repeat(1000));
    assertTrue(shown.startsWith("a [2Jb   c"), shown);
    assertEquals(203, shown.length());
  }
}
