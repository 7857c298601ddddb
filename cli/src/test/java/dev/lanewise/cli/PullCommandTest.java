package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.fakehub.FakeHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command, from a hub on this machine, in processes of their own. */
class PullCommandTest {
  private static final Path GOLDEN = CommandLineRun.golden("minilm");
  private static final Path FORMATS =
      CommandLineRun.REPOSITORY.resolve("weights-tools/src/test/resources/formats");

  private final FakeHub hub = new FakeHub();

  @TempDir private Path home = Path.of("");

  @AfterEach
  void close() {
    hub.close();
  }

  private Map<String, String> environment() {
    return new HashMap<>(Map.of("HF_ENDPOINT", hub.address(), "HF_HOME", "" + home));
  }

  private CommandLineRun run(String... arguments) {
    return CommandLineRun.lanewise(environment(), arguments);
  }

  @Test
  void aModelIsPulledAndEmbedsByItsName() throws IOException {
    hub.folder(GOLDEN);
    CommandLineRun pull = run("pull", "org/name");
    assertEquals(0, pull.exitCode(), pull.err());
    String folder = home.resolve("hub/models--org--name/snapshots/" + FakeHub.COMMIT).toString();
    assertEquals(List.of(folder), pull.lines());
    List<String> said = pull.err().lines().toList();
    assertEquals(
        "lanewise: org/name is at commit " + FakeHub.COMMIT + "; licence: apache-2.0",
        said.getFirst());
    assertEquals("lanewise: 9 files, 0.4 MB fetched", said.getLast());
    assertEquals(2, said.size(), pull.err());

    CommandLineRun byName = run("embed", "--model", "org/name", "--text", "What is PVC?");
    assertEquals(0, byName.exitCode(), byName.err());
    CommandLineRun byFolder = run("embed", "--model", "" + GOLDEN, "--text", "What is PVC?");
    assertEquals(byFolder.out(), byName.out());
    CommandLineRun again = run("pull", "org/name@main");
    assertTrue(again.err().endsWith("9 files, 0.0 MB fetched\n"), again.err());
  }

  @Test
  void whatMustBeConvertedIsSaidAndConverted() throws IOException {
    hub.folder(FORMATS.resolve("tiny/source"))
        .without("model.safetensors")
        .file("pytorch_model.bin", Files.readAllBytes(FORMATS.resolve("tiny/zip.bin")));
    CommandLineRun pull = run("pull", "org/name");
    assertEquals(0, pull.exitCode(), pull.err());
    assertTrue(
        pull.err()
            .endsWith(
                "pytorch_model.bin must be converted before the model can be used:"
                    + " lanewise pull org/name --convert\n"),
        pull.err());
    assertEquals(1, run("embed", "--model", "org/name", "--text", "a").exitCode());
    CommandLineRun convert = run("pull", "org/name", "--convert");
    assertEquals(0, convert.exitCode(), convert.err());
    String folder = home.resolve("hub/models--org--name/converted/" + FakeHub.COMMIT).toString();
    assertEquals(List.of(folder), convert.lines());
    CommandLineRun embed = run("embed", "--model", "org/name", "--text", "a");
    assertEquals(0, embed.exitCode(), embed.err());
    assertEquals(List.of(folder), run("pull", "org/name").lines());
  }

  @Test
  void failuresAreOneLineThatSaysWhatAndWhere() {
    hub.folder(GOLDEN);
    CommandLineRun missing = run("pull", "org/none");
    assertEquals(1, missing.exitCode());
    assertEquals("", missing.out());
    assertEquals(
        "lanewise: org/none is not at "
            + hub.address()
            + ", or it is private and needs a token (HF_TOKEN)\n",
        missing.err());
    Map<String, String> offline = environment();
    offline.put("HF_HUB_OFFLINE", "1");
    CommandLineRun run = CommandLineRun.lanewise(offline, "pull", "org/name");
    assertEquals(1, run.exitCode());
    assertEquals(
        "lanewise: org/name is not in "
            + home.resolve("hub")
            + ", and HF_HUB_OFFLINE keeps it from being fetched\n",
        run.err());
    CommandLineRun embed = run("embed", "--model", "org/name", "--text", "a");
    assertTrue(embed.err().endsWith("; 'lanewise pull' fetches published ones\n"), embed.err());
  }

  @Test
  void twoProcessesPullTheSameModelAtOnce() throws IOException {
    hub.folder(GOLDEN);
    CompletableFuture<CommandLineRun> first =
        CompletableFuture.supplyAsync(() -> run("pull", "org/name"));
    CompletableFuture<CommandLineRun> second =
        CompletableFuture.supplyAsync(() -> run("pull", "org/name"));
    assertEquals(0, first.join().exitCode(), first.join().err());
    assertEquals(0, second.join().exitCode(), second.join().err());
    assertEquals(1, hub.storeRequests().size());
    assertEquals(
        -1,
        Files.mismatch(
            GOLDEN.resolve("model.safetensors"),
            Path.of(first.join().lines().getFirst(), "model.safetensors")));
  }

  @Test
  void aKilledPullIsGoneOnWith() throws IOException, InterruptedException {
    hub.folder(GOLDEN);
    byte[] weights = Files.readAllBytes(GOLDEN.resolve("model.safetensors"));
    AtomicBoolean first = new AtomicBoolean(true);
    hub.changeStore(
        (_, reply) ->
            first.getAndSet(false) ? reply.stallAfter(weights.length / 2, 600_000) : reply);
    Process process = CommandLineRun.start(environment(), "pull", "org/name");
    Path part =
        home.resolve("hub/models--org--name/blobs")
            .resolve(FakeHub.sha256(weights) + ".lanewise.incomplete");
    for (int i = 0; i < 600 && !(Files.exists(part) && Files.size(part) > 0); i++) {
      Thread.sleep(100);
    }
    process.destroyForcibly().waitFor();
    long there = Files.size(part);
    assertTrue(there > 0 && there <= weights.length / 2, () -> "" + there);
    CommandLineRun run = run("pull", "org/name");
    assertEquals(0, run.exitCode(), run.err());
    assertEquals(Optional.of((int) there), hub.storeRequests().getLast().from());
    assertArrayEquals(
        weights, Files.readAllBytes(Path.of(run.lines().getFirst(), "model.safetensors")));
    assertFalse(Files.exists(part));
  }
}
