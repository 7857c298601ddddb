package dev.lanewise.weights.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubSettingsTest {
  @TempDir private Path home = Path.of("");

  private HubSettings settings(String... variables) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HF_HOME", home.toString());
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return HubSettings.of(environment);
  }

  @Test
  void nothingSetMeansThePublicHub() {
    HubSettings settings = HubSettings.of(Map.of("HF_TOKEN_PATH", "/no/such/file"));
    assertEquals(URI.create("https://huggingface.co"), settings.endpoint());
    assertEquals(Optional.empty(), settings.token());
    assertFalse(settings.offline());
    assertEquals(Duration.ofSeconds(20), settings.timeout());
    String userHome = System.getProperty("user.home");
    assertEquals(Path.of(userHome, ".cache/huggingface/hub"), settings.cache().folder());
    assertEquals(
        Path.of(userHome, "models"), HubCache.of(Map.of("HF_HUB_CACHE", "~/models")).folder());
  }

  @Test
  void theTokenOfTheEnvironmentIsTakenBeforeThatOfTheFile() throws IOException {
    Files.writeString(home.resolve("token"), "hf_file\r\n");
    assertEquals(Optional.of("hf_file"), settings().token());
    assertEquals(Optional.of("hf_here"), settings("HF_TOKEN", " hf_here\n").token());
    assertEquals(Optional.empty(), settings("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1").token());
    Files.writeString(home.resolve("other"), "hf_other");
    String other = home.resolve("other").toString();
    assertEquals(Optional.of("hf_other"), settings("HF_TOKEN_PATH", other).token());
    assertFalse(settings("HF_TOKEN", "hf_secret").toString().contains("secret"));
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> settings("HF_TOKEN", "hf_secret\r\nX-Evil: 1"));
    assertFalse(e.toString().contains("secret"));
  }

  @ParameterizedTest
  @CsvSource({"1,true", "on,true", "Yes,true", "TRUE,true", "0,false", "'',false", "no,false"})
  void offlineIsSaidInSeveralWays(String value, boolean offline) {
    assertEquals(offline, settings("HF_HUB_OFFLINE", value).offline());
    assertEquals(offline, settings("TRANSFORMERS_OFFLINE", value).offline());
  }

  @Test
  void endpointsAreAddresses() {
    assertEquals(
        URI.create("http://localhost:1/api/hub"),
        settings("HF_ENDPOINT", "http://localhost:1/api/hub//").endpoint());
    for (String bad :
        new String[] {"hub.org", "ftp://hub.org", "https://", "https://a b", "https://u:p@hub"}) {
      Exception e =
          assertThrows(IllegalArgumentException.class, () -> settings("HF_ENDPOINT", bad));
      assertTrue(String.valueOf(e.getMessage()).startsWith("HF_ENDPOINT is \"" + bad));
    }
    assertThrows(IllegalArgumentException.class, () -> settings("HF_HUB_DOWNLOAD_TIMEOUT", "soon"));
    assertEquals(Duration.ofSeconds(3), settings("HF_HUB_DOWNLOAD_TIMEOUT", "3").timeout());
  }

  @ParameterizedTest
  @CsvSource({
    "org/name, org/name, main",
    "bert-base-uncased, bert-base-uncased, main",
    "org/name@v1.0, org/name, v1.0",
    "org/name@refs/pr/7, org/name, refs/pr/7",
    "a_b/c.d-e@feature/x+y, a_b/c.d-e, feature/x+y"
  })
  void names(String text, String repository, String revision) {
    assertEquals(new ModelName(repository, revision), ModelName.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a/b/c",
        "/a",
        "a/",
        "..",
        "../a",
        "a/..",
        "a--b/c",
        "-a/b",
        "a/b.git",
        "a b",
        "a/b@",
        "a/b@..",
        "a/b@x/../y",
        "a/b@/x",
        "a/b@x/",
        "a/b@.x",
        "é/b",
        "C:\\x"
      })
  void noNames(String text) {
    assertThrows(IllegalArgumentException.class, () -> ModelName.parse(text));
    assertEquals(Optional.empty(), ModelName.find(text));
  }
}
