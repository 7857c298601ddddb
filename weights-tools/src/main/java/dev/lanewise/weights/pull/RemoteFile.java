package dev.lanewise.weights.pull;

import dev.lanewise.weights.files.Checksum;
import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file as the hub's headers describe it.
 *
 * @param name its path in the repository
 * @param etag its checksum: SHA-256 of what is in large file storage, git's name for the rest; or
 *     what a mirror says instead
 * @param size its bytes
 */
record RemoteFile(String name, String etag, long size) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern GIT = Pattern.compile("[0-9a-f]{40}");

  /** It becomes the name of a file. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final String POINTER = "version https://git-lfs.github.com/spec/";
  private static final int MAX_POINTER = 1024;

  RemoteFile {
    if (!SAFE.matcher(etag).matches() || etag.contains("..")) {
      throw new IllegalArgumentException("not an ETag");
    }
  }

  /** Whether a checksum is known. */
  boolean canBeVerified() {
    return SHA256.matcher(etag).matches() || GIT.matcher(etag).matches();
  }

  /** Whether a file has this one's checksum. */
  boolean isContentOf(Path file) throws IOException {
    if (SHA256.matcher(etag).matches()) {
      return Checksum.sha256(file).equals(etag);
    }
    return !GIT.matcher(etag).matches() || Checksum.gitBlob(file).equals(etag);
  }

  /**
   * Makes sure that a file isn't the note that git keeps in the place of a large one.
   *
   * @throws HubException if it is
   */
  void refusePointer(Path file) throws IOException {
    if (size > MAX_POINTER) {
      return;
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    if (text.startsWith(POINTER)) {
      throw new HubException(
          name + ": the server has a Git LFS pointer in its place, not the file itself");
    }
  }
}
