package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelLocatorTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @TempDir private Path home = Path.of("");

  @Test
  void aFolderIsTakenAsItIs() {
    assertEquals(home, new ModelLocator(Map.of()).locate(home.toString()));
  }

  @Test
  void aNameIsLookedUpInTheHubsCache() throws IOException {
    Path snapshot = snapshot(home.resolve("hub"));
    List<Map<String, String>> environments =
        List.of(
            Map.of("HF_HOME", home.toString()),
            Map.of("HF_HUB_CACHE", home.resolve("hub").toString()),
            Map.of("HF_HUB_CACHE", "", "HUGGINGFACE_HUB_CACHE", home.resolve("hub").toString()));
    for (Map<String, String> environment : environments) {
      ModelLocator locator = new ModelLocator(environment);
      assertEquals(snapshot, locator.locate("org/name"));
      assertEquals(snapshot, locator.locate("org/name@main"));
      assertEquals(snapshot, locator.locate("org/name@" + COMMIT));
    }
    Path moved = Files.createDirectories(home.resolve("xdg/huggingface/hub"));
    Path other = snapshot(moved);
    String xdg = home.resolve("xdg").toString();
    assertEquals(other, new ModelLocator(Map.of("XDG_CACHE_HOME", xdg)).locate("org/name"));
  }

  @Test
  void whatIsNowhereIsRefusedWithBothPlaces() {
    ModelLocator locator = new ModelLocator(Map.of("HF_HOME", home.toString()));
    for (String name : new String[] {"org/none", "../../etc", "org/name@..", "a b"}) {
      Exception e = assertThrows(IllegalArgumentException.class, () -> locator.locate(name));
      assertTrue(String.valueOf(e.getMessage()).contains(name), e::toString);
      assertTrue(String.valueOf(e.getMessage()).contains(home.toString()), e::toString);
    }
  }

  private static Path snapshot(Path cache) throws IOException {
    Path model = cache.resolve("models--org--name");
    Files.createDirectories(model.resolve("refs"));
    Files.writeString(model.resolve("refs/main"), COMMIT);
    return Files.createDirectories(model.resolve("snapshots").resolve(COMMIT));
  }
}
