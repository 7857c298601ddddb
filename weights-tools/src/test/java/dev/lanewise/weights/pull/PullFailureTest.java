package dev.lanewise.weights.pull;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.weights.GoldenModels;
import dev.lanewise.weights.fakehub.FakeHub;
import dev.lanewise.weights.fakehub.HttpServer;
import dev.lanewise.weights.fakehub.Reply;
import dev.lanewise.weights.fakehub.Request;
import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hubs that refuse, fail and lie: each has one clear message, and nothing wrong gets in. */
class PullFailureTest {
  private final FakeHub hub = new FakeHub().folder(GoldenModels.folder("minilm"));

  @TempDir private Path home = Path.of("");

  @AfterEach
  void nothingWrongIsInTheCache() throws IOException {
    hub.close();
    assertFalse(Files.exists(home.resolve("hub/models--org--name/refs")));
    Path blobs = home.resolve("hub/models--org--name/blobs");
    for (String name : PullRun.names(blobs)) {
      byte[] content = Files.readAllBytes(blobs.resolve(name));
      assertTrue(
          name.endsWith(".incomplete")
              || name.equals(FakeHub.sha256(content))
              || name.equals(FakeHub.gitBlob(content)),
          name);
    }
    try (var around = Files.list(home)) {
      assertTrue(around.allMatch(path -> path.endsWith("hub")));
    }
  }

  private PullRun run() {
    return new PullRun(hub, home);
  }

  /** Asserts that a pull fails with a message that holds this. */
  static void assertFails(PullRun run, String said) {
    IOException e = assertThrows(HubException.class, run::pull);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains(said), () -> "expected: " + said + "\nfound: " + message);
    assertEquals(1, message.lines().count(), message);
  }

  /** Changes the answers for one file. */
  private void change(String name, FakeHub.Change change) {
    hub.change(
        (request, reply) ->
            request.path().endsWith("/" + name) ? change.apply(request, reply) : reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 |               |       | is private and needs a token (HF_TOKEN)",
        "401 |               | hf_no | org/name: the token is not accepted (said by the server)",
        "401 | RepoNotFound  | hf_no | or the token may not see it",
        "401 | GatedRepo     |       | org/name is gated: accept its terms at http",
        "403 | GatedRepo     | hf_no | with the account that the token belongs to",
        "403 |               | hf_no | org/name: access is forbidden (said by the server)",
        "404 |               |       | org/name is not at http",
        "404 | RevisionNotFound |    | org/name has no revision \"main\"",
        "400 |               |       | org/name: answered with status 400 (said by the server)"
      })
  void refusalsAreSaidOnce(int status, String code, String token, String said) {
    hub.change(
        (_, _) -> {
          Reply reply = Reply.of(status, "{}").with("X-Error-Message", "said by the server");
          return code == null ? reply : reply.with("X-Error-Code", code);
        });
    PullRun run = run();
    assertFails(token == null ? run : run.with("HF_TOKEN", token), said);
    assertEquals(1, hub.requests().size());
    assertEquals(List.of(), run.pauses());
  }

  @Test
  void aTokenIsNeverSaid() {
    hub.change((_, _) -> Reply.of(403, ""));
    IOException e =
        assertThrows(HubException.class, () -> run().with("HF_TOKEN", "hf_secret").pull());
    assertFalse(e.toString().contains("secret"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void busyServersAreAskedAgain(int status) throws IOException {
    AtomicInteger failures = new AtomicInteger();
    hub.change((_, reply) -> failures.incrementAndGet() <= 3 ? Reply.of(status, "busy") : reply);
    PullRun run = run();
    hub.without("model.safetensors");
    assertFails(run, "lacks weights as model.safetensors");
    assertEquals(3, run.pauses().size());
    for (int i = 0; i < 3; i++) {
      long millis = run.pauses().get(i).toMillis();
      long least = 1000L << i;
      assertTrue(millis >= least && millis <= least * 5 / 4, run.pauses()::toString);
    }
    assertTrue(run.notes().getFirst().contains("answers with status " + status));
  }

  @Test
  void serversSayHowLongToWait() {
    AtomicInteger asked = new AtomicInteger();
    hub.change(
        (_, _) ->
            switch (asked.incrementAndGet()) {
              case 1 -> Reply.of(429, "").with("Retry-After", "7");
              case 2 ->
                  Reply.of(429, "").with("RateLimit", "\"api\";r=0;t=55").with("Retry-After", "1");
              case 3 -> Reply.of(503, "").with("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT");
              default -> Reply.of(503, "").with("Retry-After", "86400");
            });
    PullRun run = run();
    assertFails(run, "answers with status 503, and asks to wait for 86400 s");
    assertEquals(
        List.of(Duration.ofSeconds(7), Duration.ofSeconds(55)), run.pauses().subList(0, 2));
    assertTrue(run.pauses().get(2).toMillis() >= 4000, run.pauses()::toString);
  }

  @Test
  void givesUpAfterFiveRetries() {
    hub.change((_, _) -> Reply.of(503, ""));
    PullRun run = run();
    assertFails(run, "127.0.0.1 answers with status 503; given up after 5 retries");
    assertEquals(6, hub.requests().size());
    assertEquals(5, run.pauses().size());
  }

  @Test
  void aConnectionThatAlwaysBreaksIsGivenUp() {
    hub.changeStore((_, reply) -> reply.cutAfter(0));
    PullRun run = run();
    assertFails(run, "given up after 5 retries");
    assertEquals(6, hub.storeRequests().size());
  }

  @Test
  void aConnectionThatStallsIsGivenUp() {
    hub.changeStore((_, reply) -> reply.stallAfter(0, 60_000));
    PullRun run = run().with("HF_HUB_DOWNLOAD_TIMEOUT", "1");
    long start = System.nanoTime();
    assertFails(run, "model.safetensors: nothing came for 1 s; given up after 5 retries");
    assertTrue(System.nanoTime() - start < 30e9);
  }

  @Test
  void nobodyAtTheAddress() throws IOException {
    String address;
    try (HttpServer server = new HttpServer(_ -> Reply.of(200, ""))) {
      address = server.address();
    }
    PullRun run = run().with("HF_ENDPOINT", address);
    assertFails(run, "127.0.0.1 can't be reached: ");
    assertEquals(5, run.pauses().size());
    PullRun unknown = run().with("HF_ENDPOINT", "http://hub.invalid");
    assertFails(unknown, "hub.invalid can't be reached: there is no such host");
    assertEquals(List.of(), unknown.pauses());
  }

  @Test
  void whatIsNoHubIsSaidToBeNone() {
    hub.change((_, _) -> Reply.of(200, "<html>log in</html>").with("Content-Type", "text/html"));
    assertFails(run(), "answers with a web page: not a hub, or something on the way");
    hub.change((_, _) -> Reply.of(200, "{}"));
    assertFails(run(), "/api/models/org/name/revision/main: $: lacks the key \"sha\"");
    hub.change((_, _) -> Reply.of(200, "{\"sha\":\"../../x\",\"siblings\":[]}"));
    assertFails(run(), "is no commit");
    hub.change((_, _) -> Reply.of(200, new byte[(1 << 25) + 1]));
    assertFails(run(), "answers with more than 33554432 bytes");
    hub.change((request, reply) -> header(request, reply, "X-Repo-Commit", ""));
    assertFails(run(), "answers with the commit ");
    hub.change(
        (request, reply) ->
            request.method().equals("HEAD") ? new HeadersOnly(reply).without() : reply);
    assertFails(run(), "answers without X-Repo-Commit: not a hub");
  }

  @Test
  void whatIsNoHttpIsSaidToBeNone() {
    hub.change((_, reply) -> reply.with("Content-Length", "many"));
    PullRun run = run();
    assertFails(run, "127.0.0.1 answers what is not HTTP: ");
    hub.change((_, reply) -> reply.with("X-Error-Message", "a\u0007b"));
    assertFails(run, "127.0.0.1 answers what is not HTTP: ");
    assertEquals(List.of(), run.pauses());
  }

  private static Reply header(Request request, Reply reply, String name, String value) {
    return request.method().equals("HEAD") ? reply.with(name, value) : reply;
  }

  /** An answer without the hub's headers. */
  private record HeadersOnly(Reply reply) {
    Reply without() {
      return Reply.of(200, reply.body());
    }
  }

  @Test
  void sizesThatAreNotTrue() throws IOException {
    hub.changeStore((_, reply) -> Reply.of(200, new byte[reply.body().length + 1]));
    assertFails(run(), "model.safetensors: the headers promise 370136 bytes, the server sends");
    hub.changeStore((_, _) -> Reply.of(200, "<html>").with("Content-Type", "text/html"));
    assertFails(run(), "the server sends 6, a web page");
    // Without a length it shows only as it comes.
    hub.changeStore((_, reply) -> chunked(new byte[reply.body().length + 1]));
    assertFails(run(), "the server sends more than the 370136 bytes promised");
    hub.changeStore((_, _) -> chunked("short".getBytes(StandardCharsets.UTF_8)));
    assertFails(run(), "the connection ended after 5 of 370136 bytes; given up after 5 retries");
    change("model.safetensors", (_, reply) -> reply.with("X-Linked-Size", "many"));
    assertFails(run(), "model.safetensors: the server doesn't say how large it is");
  }

  /** Each try brings something, and none more than the first. */
  @Test
  void aServerThatNeverGetsFartherIsGivenUp() {
    hub.changeStore(
        (_, _) -> new Reply(200, Map.of("Content-Length", "370136"), new byte[1001], 1000, 0));
    assertFails(run(), "given up after 5 retries");
    assertEquals(6, hub.storeRequests().size());
  }

  private static Reply chunked(byte[] content) {
    String head = Integer.toHexString(content.length) + "\r\n";
    byte[] chunks = new byte[head.length() + content.length + 7];
    System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, chunks, 0, head.length());
    System.arraycopy(content, 0, chunks, head.length(), content.length);
    byte[] end = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(end, 0, chunks, head.length() + content.length, end.length);
    return Reply.of(200, chunks).with("Transfer-Encoding", "chunked");
  }

  @Test
  void partsThatAreNotThoseAskedFor() {
    hub.changeStore(
        (request, reply) ->
            request.from().isEmpty()
                ? reply.cutAfter(1000)
                : reply.with("Content-Range", "bytes 0-9/10"));
    assertFails(run(), "asked for what follows byte 1000 of 370136, the server sends \"bytes 0-9");
  }

  @Test
  void contentThatIsNotThePromised() throws IOException {
    change(
        "tokenizer.json",
        (request, reply) ->
            request.method().equals("GET") ? reply.withBody(new byte[reply.body().length]) : reply);
    assertFails(run(), "tokenizer.json: what came has not the checksum ");
    hub.change((_, reply) -> reply);
    hub.changeStore((_, reply) -> reply.withBody(new byte[reply.body().length]));
    assertFails(run(), "model.safetensors: what came has not the checksum ");
    Path blobs = home.resolve("hub/models--org--name/blobs");
    assertTrue(PullRun.names(blobs).stream().noneMatch(name -> name.endsWith(".incomplete")));
  }

  @Test
  void aPointerIsNotTheFile() {
    hub.without("model.safetensors")
        .file("model.safetensors.index.json", "{\"weight_map\":{\"a\":\"weights.part\"}}")
        .file(
            "weights.part",
            "version https://git-lfs.github.com/spec/v1\noid sha256:"
                + "0".repeat(64)
                + "\nsize 370136\n");
    assertFails(run(), "weights.part: the server has a Git LFS pointer in its place");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../../../escape", "", "\"", "a/b", ".hidden", "con:x", "a..b", "W/\"..\""})
  void etagsThatAreNoNames(String etag) {
    change("config.json", (_, reply) -> reply.with("ETag", etag));
    assertFails(run(), "1_Pooling/config.json: the server gives it the ETag \"");
  }

  /** As some mirrors do. */
  @Test
  void whatHasNoChecksumIsSaidToHaveNone() throws IOException {
    byte[] config = Files.readAllBytes(GoldenModels.folder("minilm").resolve("config.json"));
    try (FakeHub mirror = new FakeHub().folder(GoldenModels.folder("minilm"))) {
      mirror.change(
          (request, reply) ->
              request.path().endsWith(FakeHub.COMMIT + "/config.json")
                  ? reply.with("ETag", "W/\"" + "ab".repeat(16) + "\"")
                  : reply);
      Path other = Files.createDirectories(home.resolve("hub/other"));
      PullRun run = new PullRun(mirror, other);
      PulledModel pulled = run.pull();
      assertEquals(
          "config.json: the server gives no checksum; only its size was checked",
          run.notes().getLast());
      assertEquals(
          new String(config, StandardCharsets.UTF_8),
          Files.readString(pulled.folder().resolve("config.json")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.json",
        "1_Pooling/../../../evil.json",
        "/etc/evil.json",
        "1_Pooling//x.json",
        "1_Pooling/./x.json",
        "1_Pooling\\..\\x.json",
        "a\\u0000b",
        "a\\nb"
      })
  void namesThatLeadElsewhere(String name) {
    String listed =
        name.contains("\\u") || name.contains("\\n") ? name : name.replace("\\", "\\\\");
    hub.change(
        (request, reply) ->
            request.path().startsWith("/api/")
                ? Reply.of(
                    200,
                    "{\"sha\":\""
                        + FakeHub.COMMIT
                        + "\",\"siblings\":[{\"rfilename\":\""
                        + listed
                        + "\"}]}")
                : reply);
    assertFails(run(), ": not a path in a repository");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1_Pooling/a:b.json", "1_Pooling/nul.json", "1_Pooling/a\\b.json"})
  void namesThatAreNoneOnSomeSystems(String name) {
    hub.file(name, "{}");
    assertFails(run(), ": not on every system");
  }

  @Test
  void modulesAndIndexesThatLeadElsewhere() throws IOException {
    hub.file("modules.json", "[{\"path\":\"../..\",\"type\":\"x.y.Pooling\"}]");
    assertFails(run(), "\"../..\": not a path in a repository");
    hub.file("modules.json", "[{\"path\":\"3_Dense\",\"type\":\"x.Dense\"}]");
    assertFails(run(), "org/name lacks 3_Dense");
    hub.file("modules.json", "nonsense");
    assertFails(run(), "modules.json: character 0");
    hub.without("modules.json").without("model.safetensors");
    String index = "model.safetensors.index.json";
    hub.file(index, "{\"weight_map\":{\"a\":\"../../evil.safetensors\"}}");
    assertFails(run(), "is not a plain file name");
    hub.file(index, "{\"weight_map\":{\"a\":\"model-1-of-1.safetensors\"}}");
    assertFails(run(), "org/name lacks model-1-of-1.safetensors");
    change(index, (_, reply) -> reply.with("Content-Length", "999999999"));
    assertFails(run(), "has 999999999 bytes, too many for what it is");
  }

  @Test
  void redirectionsWithoutEndAndToNowhere() {
    change("config.json", (request, _) -> Reply.of(302, "").with("Location", request.target()));
    assertFails(run(), "redirected more than 10 times");
    change("config.json", (_, _) -> Reply.of(302, "").with("Location", "file:///etc/passwd"));
    assertFails(run(), "127.0.0.1 redirects to no address: \"file:///etc/passwd\"");
    change("config.json", (_, _) -> Reply.of(302, ""));
    assertFails(run(), "127.0.0.1 redirects to no address: \"\"");
  }
}
