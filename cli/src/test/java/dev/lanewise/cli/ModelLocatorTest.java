package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.Progress;
import dev.lanewise.weights.pack.Packer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  void archivesAreReadInPlaceOrUnpackedOnce() throws IOException {
    Path model = CommandLineRun.golden("minilm");
    Path zip = home.resolve("m.zip");
    Path tar = home.resolve("m.tar.gz");
    Packer packer = new Packer(Optional.empty());
    packer.pack(model, zip, Progress.NONE);
    packer.pack(model, tar, Progress.NONE);
    ModelLocator locator =
        new ModelLocator(Map.of("XDG_CACHE_HOME", home.resolve("cache").toString()));
    assertEquals(zip, locator.locate(zip.toString()));
    Path unpacked = locator.locate(tar.toString());
    assertEquals(home.resolve("cache/lanewise/models"), unpacked.getParent());
    assertEquals(
        -1, Files.mismatch(model.resolve("tokenizer.json"), unpacked.resolve("tokenizer.json")));
    Files.writeString(unpacked.resolve("mark"), "not unpacked again");
    Path copy = Files.copy(tar, home.resolve("copy"));
    assertEquals(unpacked, locator.locate(copy.toString()));
    assertTrue(Files.exists(unpacked.resolve("mark")));
    ModelLocator elsewhere =
        new ModelLocator(Map.of("LANEWISE_CACHE", home.resolve("own").toString()));
    assertEquals(home.resolve("own"), elsewhere.locate(tar.toString()).getParent());
    Path text = Files.writeString(home.resolve("text"), "text");
    assertEquals(text, locator.locate(text.toString())); // a weight file, maybe
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
