package dev.lanewise.weights.fakehub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hub with one model, which answers as the public one does: small files itself, with git's
 * checksum, large ones by a redirection to another server, with their SHA-256. Tests change its
 * answers to see what becomes of them.
 */
public final class FakeHub implements AutoCloseable {
  /** The model's name. */
  public static final String MODEL = "org/name";

  /** The commit that its branch is at. */
  public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  private static final List<String> LARGE =
      List.of(".safetensors", ".bin", ".onnx", ".gguf", ".pt");

  private final Map<String, byte[]> files = new TreeMap<>();
  private final HttpServer hub = new HttpServer(this::hub);
  private final HttpServer store = new HttpServer(this::store);
  private volatile String card = "\"tags\":[\"license:apache-2.0\"]";
  private volatile Change hubChange = (_, reply) -> reply;
  private volatile Change storeChange = (_, reply) -> reply;

  /** What a test makes of an answer. */
  @FunctionalInterface
  public interface Change {
    /** The answer to give instead of this one. */
    Reply apply(Request request, Reply reply);
  }

  /** Adds a file. */
  public FakeHub file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  /** Adds a file of text. */
  public FakeHub file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds all files of a folder. */
  public FakeHub folder(Path folder) {
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path file : content.filter(Files::isRegularFile).toList()) {
        file(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Removes a file. */
  public FakeHub without(String name) {
    files.remove(name);
    return this;
  }

  /** Says something else about the model, as members of a JSON object. */
  public FakeHub card(String members) {
    card = members;
    return this;
  }

  /** Changes the hub's own answers. */
  public FakeHub change(Change change) {
    hubChange = change;
    return this;
  }

  /** Changes the answers of the server with the large files. */
  public FakeHub changeStore(Change change) {
    storeChange = change;
    return this;
  }

  /** The hub's address. */
  public String address() {
    return hub.address();
  }

  /** What the hub was asked. */
  public List<Request> requests() {
    return hub.requests();
  }

  /** What the server with the large files was asked. */
  public List<Request> storeRequests() {
    return store.requests();
  }

  private Reply hub(Request request) {
    return hubChange.apply(request, honest(request));
  }

  private Reply honest(Request request) {
    String path = request.path();
    if (path.equals("/api/models/" + MODEL + "/revision/main")
        || path.equals("/api/models/" + MODEL + "/revision/refs%2Fpr%2F1")
        || path.equals("/api/models/" + MODEL + "/revision/" + COMMIT)) {
      return Reply.of(200, listing()).with("Content-Type", "application/json; charset=utf-8");
    }
    String resolve = "/" + MODEL + "/resolve/" + COMMIT + "/";
    String branch = "/" + MODEL + "/resolve/main/";
    if (path.startsWith(branch)) {
      path = resolve + path.substring(branch.length());
    }
    if (!path.startsWith(resolve)) {
      return Reply.of(401, "Repository not found").with("X-Error-Code", "RepoNotFound");
    }
    byte[] content = files.get(path.substring(resolve.length()));
    if (content == null) {
      return Reply.of(404, "Entry not found").with("X-Error-Code", "EntryNotFound");
    }
    if (isLarge(path)) {
      String sha256 = sha256(content);
      return Reply.of(302, "Found. Redirecting")
          .with("X-Repo-Commit", COMMIT)
          .with("X-Linked-Size", "" + content.length)
          .with("X-Linked-ETag", "\"" + sha256 + "\"")
          .with("ETag", "\"something else\"")
          .with("Location", store.address() + "/" + sha256 + "?signature=x");
    }
    return part(request, content)
        .with("X-Repo-Commit", COMMIT)
        .with("ETag", "\"" + gitBlob(content) + "\"");
  }

  private static boolean isLarge(String path) {
    return LARGE.stream().anyMatch(path::endsWith);
  }

  private String listing() {
    String siblings =
        files.keySet().stream()
            .map(name -> "{\"rfilename\":\"" + name.replace("\\", "\\\\") + "\"}")
            .collect(Collectors.joining(","));
    return "{\"id\":\"org/name\",\"sha\":\""
        + COMMIT
        + "\","
        + card
        + ",\"siblings\":["
        + siblings
        + "]}";
  }

  private Reply store(Request request) {
    Optional<byte[]> content =
        files.values().stream()
            .filter(each -> request.path().equals("/" + sha256(each) + "?signature=x"))
            .findFirst();
    Reply honest =
        content
            .map(each -> part(request, each).with("ETag", "\"of the store\""))
            .orElseGet(() -> Reply.of(404, "no such object"));
    return storeChange.apply(request, honest);
  }

  private static Reply part(Request request, byte[] content) {
    int from = request.from().orElse(0);
    if (from == 0) {
      return Reply.of(200, content);
    }
    if (from >= content.length) {
      return Reply.of(416, "").with("Content-Range", "bytes */" + content.length);
    }
    return Reply.of(206, Arrays.copyOfRange(content, from, content.length))
        .with("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
  }

  /** The SHA-256 of content. */
  public static String sha256(byte[] content) {
    return hash("SHA-256", content);
  }

  /** The name that git gives to content. */
  public static String gitBlob(byte[] content) {
    byte[] head = ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(head, head.length + content.length);
    System.arraycopy(content, 0, all, head.length, content.length);
    return hash("SHA-1", all);
  }

  private static String hash(String algorithm, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    hub.close();
    store.close();
  }
}
