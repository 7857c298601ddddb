package dev.lanewise.weights.pull;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.weights.Fixtures;
import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.Progress;
import dev.lanewise.weights.fakehub.FakeHub;
import dev.lanewise.weights.fakehub.Reply;
import dev.lanewise.weights.fakehub.Request;
import dev.lanewise.weights.hub.ModelName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model from an honest hub, over lines that break. */
class ModelPullTest {
  private static final Path GOLDEN = GoldenModels.folder("minilm");
  private static final List<String> NEEDED =
      List.of(
          "1_Pooling/config.json",
          "2_Normalize/config.json",
          "config.json",
          "config_sentence_transformers.json",
          "model.safetensors",
          "modules.json",
          "sentence_bert_config.json",
          "tokenizer.json",
          "tokenizer_config.json");

  private final FakeHub hub = new FakeHub().folder(GOLDEN);

  @TempDir private Path home = Path.of("");
  private byte[] weights = {};

  @BeforeEach
  void readWeights() throws IOException {
    weights = Files.readAllBytes(GOLDEN.resolve("model.safetensors"));
  }

  @AfterEach
  void close() {
    hub.close();
  }

  private PullRun run() {
    return new PullRun(hub, home);
  }

  @Test
  void aModelComesWholeIntoTheHubsOwnLayout() throws IOException {
    hub.file("onnx/model.onnx", "x").file("pytorch_model.bin", "x").file("modeling.py", "x");
    PullRun run = run();
    PulledModel pulled = run.pull();
    Path model = home.resolve("hub/models--org--name");
    assertEquals(model.resolve("snapshots").resolve(FakeHub.COMMIT), pulled.folder());
    assertEquals(NEEDED, PullRun.names(pulled.folder()));
    for (String name : NEEDED) {
      assertEquals(-1, Files.mismatch(GOLDEN.resolve(name), pulled.folder().resolve(name)), name);
    }
    assertEquals(FakeHub.COMMIT, Files.readString(model.resolve("refs/main")));
    assertEquals(
        Path.of("../../blobs", FakeHub.sha256(weights)),
        Files.readSymbolicLink(pulled.folder().resolve("model.safetensors")));
    assertTrue(
        Files.readSymbolicLink(pulled.folder().resolve("1_Pooling/config.json"))
            .startsWith("../../../blobs"));
    assertTrue(Files.exists(home.resolve("hub/CACHEDIR.TAG")));
    assertTrue(PullRun.names(model).stream().noneMatch(name -> name.contains(".incomplete")));

    assertEquals(
        List.of("org/name is at commit " + FakeHub.COMMIT + "; licence: apache-2.0"), run.notes());
    assertEquals(9, pulled.files());
    long bytes = 0;
    for (String name : NEEDED) {
      bytes += Files.size(GOLDEN.resolve(name));
    }
    assertEquals(bytes, pulled.fetched());
    long fetchedFirst = Files.size(GOLDEN.resolve("modules.json"));
    assertEquals(bytes - fetchedFirst, run.progress().getLast());
    assertEquals(List.of(), pulled.toConvert());

    Path found = run.cache().find(ModelName.parse("org/name")).orElseThrow();
    try (SentenceEncoder here = SentenceEncoder.open(found);
        SentenceEncoder there = SentenceEncoder.open(GOLDEN)) {
      for (String text : GoldenModels.texts()) {
        assertArrayEquals(there.encode(text), here.encode(text));
      }
    }
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws IOException {
    run().pull();
    int asked = hub.storeRequests().size();
    PulledModel again = run().pull();
    assertEquals(0, again.fetched());
    assertEquals(asked, hub.storeRequests().size());
    assertTrue(
        hub.requests().stream()
            .skip(hub.requests().size() - NEEDED.size())
            .allMatch(request -> request.method().equals("HEAD")));

    // Lost, cut off by others, or a link that leads nowhere.
    Files.delete(again.folder().resolve("config.json"));
    Path blob = home.resolve("hub/models--org--name/blobs").resolve(FakeHub.sha256(weights));
    Files.write(blob, new byte[10]);
    Files.delete(
        home.resolve("hub/models--org--name/blobs")
            .resolve(FakeHub.gitBlob(Files.readAllBytes(GOLDEN.resolve("tokenizer.json")))));
    run().pull();
    for (String name : NEEDED) {
      assertEquals(-1, Files.mismatch(GOLDEN.resolve(name), again.folder().resolve(name)), name);
    }
  }

  @Test
  void revisionsAreBranchesPullRequestsAndCommits() throws IOException {
    Path refs = home.resolve("hub/models--org--name/refs");
    PulledModel commit = run().pull("org/name@" + FakeHub.COMMIT);
    assertFalse(Files.exists(refs));
    PulledModel request = run().pull("org/name@refs/pr/1");
    assertEquals(commit.folder(), request.folder());
    assertEquals(FakeHub.COMMIT, Files.readString(refs.resolve("refs/pr/1")));
    assertEquals(
        Optional.of(commit.folder()), run().cache().find(ModelName.parse("org/name@refs/pr/1")));
    assertEquals(Optional.empty(), run().cache().find(ModelName.parse("org/name")));
  }

  @Test
  void aCutConnectionGoesOnWhereItEnded() throws IOException {
    int half = weights.length / 2;
    hub.changeStore(
        (request, reply) ->
            hub.storeRequests().size() == 1
                ? reply.cutAfter(half)
                : hub.storeRequests().size() == 2 ? reply.cutAfter(1000) : reply);
    PullRun run = run();
    run.pull();
    assertEquals(
        List.of(Optional.<Integer>empty(), Optional.of(half), Optional.of(half + 1000)),
        hub.storeRequests().stream().map(Request::from).toList());
    assertEquals(2, run.pauses().size());
    assertTrue(run.notes().getLast().contains("trying again in"), run.notes()::toString);
    // Each brought something, so it is always the first retry.
    assertTrue(run.notes().getLast().endsWith("(1 of 5)"), run.notes()::toString);
  }

  @Test
  void anotherPullGoesOnWhereOneWasKilled() throws IOException {
    Path blobs = Files.createDirectories(home.resolve("hub/models--org--name/blobs"));
    String sha256 = FakeHub.sha256(weights);
    Path part = blobs.resolve(sha256 + ".lanewise.incomplete");
    Files.write(part, Arrays.copyOf(weights, 5000));
    PullRun run = run();
    run.pull();
    assertEquals(Optional.of(5000), hub.storeRequests().getFirst().from());
    assertEquals(Optional.empty(), hub.storeRequests().getFirst().header("if-range"));
    assertEquals(List.of(), run.pauses());
    assertFalse(Files.exists(part));
    assertArrayEquals(weights, Files.readAllBytes(blobs.resolve(sha256)));
  }

  @Test
  void damageInWhatWasThereIsFoundAndFetchedAgain() throws IOException {
    Path blobs = Files.createDirectories(home.resolve("hub/models--org--name/blobs"));
    String sha256 = FakeHub.sha256(weights);
    for (int size : new int[] {5000, weights.length, weights.length + 1}) {
      Files.deleteIfExists(blobs.resolve(sha256));
      Files.write(blobs.resolve(sha256 + ".lanewise.incomplete"), new byte[size]);
      PullRun run = run();
      run.pull();
      assertArrayEquals(weights, Files.readAllBytes(blobs.resolve(sha256)));
      boolean tooLong = size > weights.length;
      assertEquals(
          !tooLong, run.notes().getLast().contains("starting over"), run.notes()::toString);
    }
  }

  @Test
  void aServerThatIgnoresRangesIsReadFromTheStart() throws IOException {
    hub.changeStore(
        (request, _) -> {
          Reply whole = Reply.of(200, weights);
          return request.from().isEmpty() ? whole.cutAfter(7000) : whole;
        });
    PullRun run = run();
    run.pull();
    assertEquals(Optional.of(7000), hub.storeRequests().getLast().from());
  }

  /** Where the hub itself sends the content, the rest must be of the same content. */
  @Test
  void theRestIsAskedForOnlyOfTheSameContent() throws IOException {
    byte[] tokenizer = Files.readAllBytes(GOLDEN.resolve("tokenizer.json"));
    String etag = FakeHub.gitBlob(tokenizer);
    Path blobs = Files.createDirectories(home.resolve("hub/models--org--name/blobs"));
    Files.write(blobs.resolve(etag + ".lanewise.incomplete"), Arrays.copyOf(tokenizer, 100));
    run().pull();
    assertTrue(
        hub.requests().stream()
            .anyMatch(
                request ->
                    request.from().equals(Optional.of(100))
                        && request.header("if-range").equals(Optional.of('"' + etag + '"'))));
  }

  @Test
  void theTokenGoesToTheEndpointAlone() throws IOException {
    run().with("HF_TOKEN", "hf_secret").pull();
    assertTrue(
        hub.requests().stream()
            .allMatch(
                request ->
                    request.header("authorization").equals(Optional.of("Bearer hf_secret"))));
    assertFalse(hub.storeRequests().isEmpty());
    assertTrue(
        hub.storeRequests().stream()
            .allMatch(request -> request.header("authorization").isEmpty()));
  }

  @Test
  void twoPullsAtOnceFetchOnce() throws IOException {
    hub.changeStore(
        (_, reply) -> {
          pause();
          return reply;
        });
    PullRun one = run();
    PullRun other = run();
    CompletableFuture<PulledModel> first = CompletableFuture.supplyAsync(() -> unchecked(one));
    CompletableFuture<PulledModel> second = CompletableFuture.supplyAsync(() -> unchecked(other));
    assertEquals(first.join().folder(), second.join().folder());
    assertEquals(1, hub.storeRequests().size());
    assertArrayEquals(
        weights, Files.readAllBytes(first.join().folder().resolve("model.safetensors")));
    assertTrue(
        (one.notes() + "" + other.notes()).contains("waiting for another process"),
        () -> one.notes() + " " + other.notes());
  }

  private static void pause() {
    try {
      Thread.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PulledModel unchecked(PullRun run) {
    try {
      return run.pull();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutLinksFilesHaveTheirContentThemselves() throws IOException {
    PulledModel pulled = run().with("HF_HUB_DISABLE_SYMLINKS", "1").pull();
    for (String name : NEEDED) {
      Path file = pulled.folder().resolve(name);
      assertFalse(Files.isSymbolicLink(file), name);
      assertEquals(-1, Files.mismatch(GOLDEN.resolve(name), file), name);
    }
    assertEquals(0, run().pull().fetched());
  }

  @Test
  void offlineWhatIsThereIsFoundAndWhatIsMissingIsSaid() throws IOException {
    PullRun offline = run().with("HF_HUB_OFFLINE", "1");
    PullFailureTest.assertFails(
        offline, "org/name is not in " + home.resolve("hub") + ", and HF_HUB_OFFLINE keeps it");
    PulledModel pulled = run().pull();
    int asked = hub.requests().size();
    assertEquals(pulled.folder(), offline.pull().folder());
    Files.delete(pulled.folder().resolve("model.safetensors"));
    Files.delete(pulled.folder().resolve("1_Pooling/config.json"));
    PullFailureTest.assertFails(
        offline, "lacks 1_Pooling, weights as model.safetensors, pytorch_model.bin or model.onnx");
    assertEquals(asked, hub.requests().size());
  }

  @Test
  void licencesAreShownAsTheCardHasThem() throws IOException {
    hub.card(
        "\"cardData\":{\"license\":\"other\",\"license_name\":\"own\\u001b[31m\","
            + "\"license_link\":\"LICENSE.md\"}");
    assertEquals(Optional.of("own [31m (LICENSE.md)"), run().pull().licence());
    hub.card("\"cardData\":{\"license\":[\"mit\"]},\"tags\":[\"license:apache-2.0\"]");
    assertEquals(Optional.of("mit"), run().pull().licence());
    hub.card("\"tags\":[]");
    PullRun run = run();
    assertEquals(Optional.empty(), run.pull().licence());
    assertTrue(run.notes().getFirst().endsWith("licence: none stated"));
  }

  @Test
  void shardsAreFetchedAsTheIndexNamesThem() throws IOException {
    try (FakeHub shards = new FakeHub().folder(GoldenModels.folder("f16-shards"))) {
      shards.file("model-00009-of-00009.safetensors", "not in the index");
      PulledModel pulled = new PullRun(shards, home).pull();
      assertTrue(
          PullRun.names(pulled.folder()).contains("model-00003-of-00003.safetensors"),
          () -> "" + pulled);
      assertEquals(3, shards.storeRequests().size());
      SentenceEncoder.open(pulled.folder()).close();
    }
  }

  @Test
  void otherFormatsAreFetchedWhereThereIsNothingElseAndConverted() throws IOException {
    Path tiny = Fixtures.path("tiny");
    try (FakeHub checkpoint = new FakeHub().folder(tiny.resolve("source"))) {
      checkpoint
          .without("model.safetensors")
          .file("pytorch_model.bin", Files.readAllBytes(tiny.resolve("zip.bin")))
          .file("onnx/model.onnx", "not needed");
      PullRun run = new PullRun(checkpoint, home);
      PulledModel pulled = run.pull();
      assertEquals(List.of("pytorch_model.bin"), pulled.toConvert());
      Path converted = run.tool().convert(pulled, Progress.NONE);
      assertEquals(converted, run.tool().convert(pulled, Progress.NONE));
      assertEquals(Optional.of(converted), run.cache().find(ModelName.parse("org/name")));
      Fixtures.assertSame(
          Fixtures.tensors(tiny.resolve("source/model.safetensors")),
          Fixtures.tensors(converted.resolve("model.safetensors")));
      SentenceEncoder.open(converted).close();
    }
  }

  @Test
  void aGgufFileAloneIsAModelToo() throws IOException {
    byte[] gguf = Files.readAllBytes(Fixtures.path("tiny/f32.gguf"));
    try (FakeHub one = new FakeHub().file("tiny-f32.gguf", gguf).file("README.md", "#")) {
      PullRun run = new PullRun(one, home);
      PulledModel pulled = run.pull();
      assertEquals(List.of("tiny-f32.gguf"), pulled.toConvert());
      SentenceEncoder.open(run.tool().convert(pulled, Progress.NONE)).close();
      one.file("tiny-q4.gguf", "x");
      PullFailureTest.assertFails(run, "of several GGUF files none is chosen");
    }
  }
}
