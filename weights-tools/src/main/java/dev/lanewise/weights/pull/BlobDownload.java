package dev.lanewise.weights.pull;

import dev.lanewise.weights.http.Answer;
import dev.lanewise.weights.http.HubConnection;
import dev.lanewise.weights.http.Retries;
import dev.lanewise.weights.http.TransientFailure;
import dev.lanewise.weights.hub.HubException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Brings the content of one file into the cache: on from where the last try ended, then checked,
 * then renamed.
 */
final class BlobDownload {
  private static final int BLOCK = 1 << 17;

  private final Hub hub;
  private final Retries retries;
  private final Consumer<String> notes;
  private final String commit;
  private final RemoteFile file;
  private final Path blob;
  private long farthest;

  BlobDownload(
      Hub hub, Retries retries, Consumer<String> notes, String commit, RemoteFile file, Path blob) {
    this.hub = hub;
    this.retries = retries;
    this.notes = notes;
    this.commit = commit;
    this.file = file;
    this.blob = blob;
  }

  /**
   * Fetches the content, unless it is there.
   *
   * @param lock nobody else fetches the same while it is held
   * @param reached hears how many bytes are there
   */
  void run(CacheLock lock, LongConsumer reached) throws IOException {
    if (Snapshot.isFileOf(blob, file)) {
      return;
    }
    if (lock.isHeld()) {
      // Not the name that the hub's tools use: their locks and ours don't know of each other.
      fetch(blob.resolveSibling(file.etag() + ".lanewise.incomplete"), reached);
      return;
    }
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path part = blob.resolveSibling(file.etag() + "." + random + ".incomplete");
    try {
      fetch(part, reached);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void fetch(Path part, LongConsumer reached) throws IOException {
    boolean resumed = Files.exists(part);
    while (true) {
      retries.run(
          () -> {
            attempt(part, reached);
            return part;
          });
      file.refusePointer(part);
      if (file.isContentOf(part)) {
        break;
      }
      Files.delete(part);
      if (!resumed) {
        throw new HubException(
            file.name() + ": what came has not the checksum " + file.etag() + "; it was discarded");
      }
      // What an earlier pull has left may have been wrong.
      notes.accept(file.name() + ": what was there of it is damaged; starting over");
      resumed = false;
    }
    if (!file.canBeVerified()) {
      notes.accept(file.name() + ": the server gives no checksum; only its size was checked");
    }
    Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** One request for what is missing. */
  private void attempt(Path part, LongConsumer reached) throws IOException {
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (out.size() > file.size()) {
        out.truncate(0);
      }
      long from = out.size();
      farthest = Math.max(farthest, from);
      if (from < file.size() || file.size() == 0) {
        try (Answer answer = hub.content(commit, file, from)) {
          long start = start(answer, from, out);
          checkLength(answer, file.size() - start);
          copy(answer, start, out, reached);
        }
      }
      out.force(true);
    }
  }

  /** Where in the file an answer begins. */
  private long start(Answer answer, long from, FileChannel out) throws IOException {
    if (answer.status() == Answer.NO_SUCH_RANGE) {
      out.truncate(0);
      String message = file.name() + ": the server has nothing after byte " + from;
      throw from == 0
          ? new HubException(message)
          : TransientFailure.of(message, new IOException(message), false);
    }
    if (answer.status() != Answer.PARTIAL) {
      out.truncate(0);
      return 0;
    }
    String range = answer.header("Content-Range").orElse("");
    String last = Long.toString(file.size() - 1);
    String expected = "bytes " + from + "-" + last + "/";
    if (!range.equals(expected + file.size()) && !range.equals(expected + "*")) {
      throw new HubException(
          file.name()
              + ": asked for what follows byte "
              + from
              + " of "
              + file.size()
              + ", the server sends \""
              + Answer.printable(range)
              + "\"");
    }
    return from;
  }

  private void checkLength(Answer answer, long expected) throws HubException {
    OptionalLong length = answer.length();
    if (length.isPresent() && length.getAsLong() != expected) {
      String page = answer.isPage() ? ", a web page" : "";
      throw new HubException(
          file.name()
              + ": the headers promise "
              + expected
              + " bytes, the server sends "
              + length.getAsLong()
              + page);
    }
  }

  /** Whether it has come farther than ever: what is begun anew and cut off again is no progress. */
  private boolean isFarther(long position) {
    boolean farther = position > farthest;
    farthest = Math.max(farthest, position);
    return farther;
  }

  private void copy(Answer answer, long start, FileChannel out, LongConsumer reached)
      throws IOException {
    byte[] block = new byte[BLOCK];
    long position = start;
    reached.accept(position);
    InputStream in = answer.body();
    while (true) {
      int count;
      try {
        count = in.read(block);
      } catch (IOException e) {
        String message = file.name() + ": " + HubConnection.reason(e);
        throw TransientFailure.of(message, e, isFarther(position));
      }
      if (count < 0) {
        break;
      }
      if (count > file.size() - position) {
        throw new HubException(
            file.name() + ": the server sends more than the " + file.size() + " bytes promised");
      }
      ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
      while (bytes.hasRemaining()) {
        position += out.write(bytes, position);
      }
      reached.accept(position);
    }
    if (position < file.size()) {
      String message =
          file.name()
              + ": the connection ended after "
              + position
              + " of "
              + file.size()
              + " bytes";
      throw TransientFailure.of(message, new IOException(message), isFarther(position));
    }
  }
}
