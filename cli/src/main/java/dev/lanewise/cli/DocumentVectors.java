package dev.lanewise.cli;

import dev.lanewise.engine.Embedding;
import dev.lanewise.engine.EncodeOptions;
import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.search.VectorFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The vectors of documents, kept in a file between runs if one is named. */
final class DocumentVectors {
  private static final String FINGERPRINT = "lanewise.documents";

  private final SentenceEncoder encoder;
  private final EncodeOptions options;
  private final Optional<Path> file;

  DocumentVectors(SentenceEncoder encoder, EncodeOptions options, Optional<Path> file) {
    this.encoder = encoder;
    this.options = options;
    this.file = file;
  }

  /** The vectors of documents, {@code [documents][dimension]}. */
  float[][] of(List<String> documents) throws IOException {
    if (file.isEmpty()) {
      return encode(documents);
    }
    Path path = file.get();
    String fingerprint = fingerprint(documents);
    if (Files.exists(path)) {
      VectorFile kept = VectorFile.read(path);
      if (fingerprint.equals(kept.metadata().get(FINGERPRINT))) {
        return kept.vectors();
      }
      if (!kept.metadata().containsKey(FINGERPRINT)) {
        throw new IllegalArgumentException(path + ": is not an index of documents");
      }
      Console.note(path + " is of other documents or of another model; it is made anew");
    }
    float[][] vectors = encode(documents);
    new VectorFile(vectors, Map.of(FINGERPRINT, fingerprint)).write(path);
    return vectors;
  }

  private float[][] encode(List<String> documents) {
    Truncations truncations = new Truncations();
    List<float[]> vectors = new ArrayList<>();
    try (Stream<Embedding> embeddings = encoder.encode(documents.stream(), options)) {
      embeddings.forEach(embedding -> vectors.add(truncations.count(embedding).vector()));
    }
    truncations.report();
    return vectors.toArray(float[][]::new);
  }

  /**
   * What vectors depend on: the documents, how they are encoded, the model's small files, and name,
   * size and time of its weights, which would take longer to read than a small index to make.
   */
  private String fingerprint(List<String> documents) throws IOException {
    MessageDigest digest = sha256();
    update(digest, options.toString());
    for (String document : documents) {
      update(digest, document);
    }
    try (Stream<Path> files = Files.walk(encoder.info().encoder().folder())) {
      for (Path path : files.filter(Files::isRegularFile).sorted().toList()) {
        update(digest, encoder.info().encoder().folder().relativize(path).toString());
        if (path.toString().endsWith(".safetensors")) {
          update(digest, Files.size(path) + " " + Files.getLastModifiedTime(path));
        } else {
          digest.update(Files.readAllBytes(path));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
