package dev.lanewise.weights.pull;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.http.Answer;
import dev.lanewise.weights.http.HubConnection;
import dev.lanewise.weights.http.Range;
import dev.lanewise.weights.http.TransientFailure;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.HubSettings;
import dev.lanewise.weights.hub.ModelName;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;

/** What a hub can be asked about one model; each question is asked once. */
final class Hub implements AutoCloseable {
  /** Far above the largest model card's data, which comes with the listing. */
  private static final int MAX_LISTING = 1 << 25;

  private final HubSettings settings;
  private final ModelName model;
  private final HubConnection connection;

  Hub(HubSettings settings, ModelName model) {
    this.settings = settings;
    this.model = model;
    this.connection = new HubConnection(settings);
  }

  /** The model's files at its revision. */
  ModelListing listing() throws IOException {
    URI uri =
        uri("/api/models/" + model.repository() + "/revision/" + encode(model.revision(), false));
    try (Answer answer = connection.get(uri, Range.ALL)) {
      Refusals.check(answer, settings, model, "");
      byte[] json;
      try {
        json = answer.body().readNBytes(MAX_LISTING + 1);
      } catch (IOException e) {
        throw TransientFailure.of(
            uri.getHost() + ": the list of files broke off: " + HubConnection.reason(e), e, false);
      }
      if (json.length > MAX_LISTING) {
        throw new HubException(uri + " answers with more than " + MAX_LISTING + " bytes");
      }
      if (answer.isPage()) {
        throw noHub(uri);
      }
      return ModelListing.read(JsonNode.parse(uri.toString(), ByteBuffer.wrap(json)));
    } catch (JsonException e) {
      throw new HubException(e);
    }
  }

  private static HubException noHub(URI uri) {
    return new HubException(
        uri + " answers with a web page: not a hub, or something on the way wants a login");
  }

  /** What the headers say of a file. */
  RemoteFile describe(String commit, String name) throws IOException {
    URI uri = uri(commit, name);
    try (Answer answer = connection.head(uri)) {
      Refusals.check(answer, settings, model, name);
      Optional<String> served = answer.anyHeader("X-Repo-Commit");
      if (served.isEmpty()) {
        throw answer.isPage()
            ? noHub(uri)
            : new HubException(uri + " answers without X-Repo-Commit: not a hub");
      }
      if (!served.get().equals(commit)) {
        throw new HubException(uri + " answers with the commit " + Answer.printable(served.get()));
      }
      String etag = answer.anyHeader("X-Linked-ETag").or(() -> answer.header("ETag")).orElse("");
      OptionalLong size = size(answer);
      if (size.isEmpty()) {
        throw new HubException(name + ": the server doesn't say how large it is");
      }
      try {
        return new RemoteFile(
            name, etag.replaceFirst("^W/", "").replace("\"", ""), size.getAsLong());
      } catch (IllegalArgumentException e) {
        throw new HubException(
            name + ": the server gives it the ETag \"" + Answer.printable(etag) + "\"", e);
      }
    }
  }

  private static OptionalLong size(Answer answer) {
    Optional<String> linked =
        answer.anyHeader("X-Linked-Size").filter(each -> each.matches("\\d{1,18}"));
    if (linked.isPresent()) {
      return OptionalLong.of(Long.parseLong(linked.get()));
    }
    // A redirection's own length is that of nothing.
    return answer.status() < 300 ? answer.length() : OptionalLong.empty();
  }

  /** The content of a file, or what follows its first bytes. */
  Answer content(String commit, RemoteFile file, long from) throws IOException {
    Answer answer = connection.get(uri(commit, file.name()), new Range(from, file.etag()));
    if (answer.status() != Answer.NO_SUCH_RANGE) {
      Refusals.check(answer, settings, model, file.name());
    }
    return answer;
  }

  private URI uri(String commit, String name) {
    return uri("/" + model.repository() + "/resolve/" + commit + "/" + encode(name, true));
  }

  private URI uri(String path) {
    return URI.create(settings.endpoint() + path);
  }

  private static String encode(String text, boolean keepSlashes) {
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    return keepSlashes ? encoded.replace("%2F", "/") : encoded;
  }

  @Override
  public void close() {
    connection.close();
  }
}
