package dev.lanewise.engine;

import dev.lanewise.engine.parallel.Lease;
import dev.lanewise.engine.parallel.Parallel;
import dev.lanewise.engine.parallel.WorkerTeam;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Encodes short texts of several callers together, while there is no place for them to compute: a
 * batch reads the weights once, and a dozen rows are too few to make much of them. Whoever finds a
 * place free is not kept waiting for company. A vector doesn't depend on what it is encoded
 * together with, so nobody sees it but by the clock. Thread-safe.
 */
final class SharedEncodes {
  /** The most texts of a group: more rows than a product needs to be fast gain nothing. */
  private static final int MAX_TEXTS = 16;

  /** The same in UTF-16 units, of which a token has one to five. */
  private static final int MAX_LENGTH = 512;

  /** Does the work. */
  @FunctionalInterface
  interface Encode {
    /** The embeddings of texts, in their order. */
    Embeddings encode(List<String> texts, EncodeOptions options, Parallel parallel);
  }

  private final WorkerTeam team;
  private final Encode encode;

  /** Groups whose first caller waits for a place; guarded by itself. */
  private final Deque<Group> waiting = new ArrayDeque<>();

  SharedEncodes(WorkerTeam team, Encode encode) {
    this.team = team;
    this.encode = encode;
  }

  /** The embeddings of one caller's texts, in their order. */
  Embeddings encode(List<String> texts, EncodeOptions options) {
    Optional<Membership> joined = join(texts, options);
    if (joined.isEmpty()) {
      return encodeAlone(texts, options);
    }
    Group group = joined.get().group;
    int from = joined.get().from;
    if (from == 0) {
      lead(group);
    }
    return group
        .outcome
        .join()
        .map(all -> all.part(from, from + texts.size()))
        // What one caller's text ran into is not the others' business.
        .orElseGet(() -> encodeAlone(texts, options));
  }

  /** Puts a caller into a group, where it has to wait and its texts are few and short. */
  private Optional<Membership> join(List<String> texts, EncodeOptions options) {
    if (texts.isEmpty() || texts.size() > MAX_TEXTS) {
      return Optional.empty();
    }
    synchronized (waiting) {
      // A place that is free may be a group's whose first caller is about to wake up.
      if (team.freePlaces() > waiting.size()) {
        return Optional.empty();
      }
      long length = texts.stream().mapToLong(String::length).sum();
      if (length > MAX_LENGTH) {
        return Optional.empty();
      }
      Group last = waiting.peekLast();
      if (last == null || !last.hasRoom(texts, length, options)) {
        last = new Group(options);
        waiting.addLast(last);
      }
      return Optional.of(new Membership(last, last.add(texts, length)));
    }
  }

  private Embeddings encodeAlone(List<String> texts, EncodeOptions options) {
    try (Lease lease = team.lease()) {
      return encode.encode(texts, options, lease);
    }
  }

  /** Encodes a group as its first caller. */
  private void lead(Group group) {
    Optional<Embeddings> all = Optional.empty();
    try (Lease lease = team.lease()) {
      close(group);
      all = Optional.of(encode.encode(group.texts, group.options, lease));
    } catch (RuntimeException | Error e) {
      if (group.callers == 1) {
        throw e;
      }
    } finally {
      close(group);
      group.outcome.complete(all);
    }
  }

  /** Lets nobody join any more. */
  private void close(Group group) {
    synchronized (waiting) {
      waiting.remove(group);
    }
  }

  /**
   * A caller's part of a group.
   *
   * @param from where its texts begin among the group's
   */
  private record Membership(Group group, int from) {}

  /** The texts of callers that want the same done with them. */
  private static final class Group {
    private final EncodeOptions options;

    /** Empty where encoding failed. */
    private final CompletableFuture<Optional<Embeddings>> outcome = new CompletableFuture<>();

    private List<String> texts = List.of();
    private long length;
    private int callers;

    Group(EncodeOptions options) {
      this.options = options;
    }

    boolean hasRoom(List<String> more, long moreLength, EncodeOptions wanted) {
      return texts.size() + more.size() <= MAX_TEXTS
          && length + moreLength <= MAX_LENGTH
          && options.equals(wanted);
    }

    /**
     * Adds a caller's texts.
     *
     * @return where they begin among the group's
     */
    int add(List<String> more, long moreLength) {
      int from = texts.size();
      texts = from == 0 ? more : Stream.concat(texts.stream(), more.stream()).toList();
      length += moreLength;
      callers++;
      return from;
    }
  }
}
