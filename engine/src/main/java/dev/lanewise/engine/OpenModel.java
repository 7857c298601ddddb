package dev.lanewise.engine;

import dev.lanewise.engine.kernel.KernelSelector;
import dev.lanewise.engine.parallel.WorkerTeam;
import dev.lanewise.engine.weights.WeightFormatException;
import dev.lanewise.files.ArchiveException;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import dev.lanewise.tokenizer.TokenizerFormatException;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A model from opening to closing, whatever it is for: its mapped files and its threads, which are
 * given back when nobody uses them any more. Thread-safe.
 *
 * @param <M> what was loaded
 */
final class OpenModel<M> implements AutoCloseable {
  private final ModelSource source;
  private final Arena arena;
  private final WorkerTeam team;
  private final M model;

  /** Held for reading while the model is in use, for writing to close it. */
  private final ReentrantReadWriteLock lifecycle = new ReentrantReadWriteLock();

  private boolean closed; // guarded by lifecycle

  private OpenModel(ModelSource source, Arena arena, WorkerTeam team, M model) {
    this.source = source;
    this.arena = arena;
    this.team = team;
    this.model = model;
  }

  /**
   * Opens a model.
   *
   * @param source where it is
   * @param load puts it together from its folder's files
   * @throws ModelFormatException if files are missing, damaged, don't fit together or ask for what
   *     isn't supported
   * @throws java.io.UncheckedIOException if a file can't be read
   * @throws IllegalArgumentException if there is no kernel, storage or arithmetic of the name in
   *     {@code options}, or they contradict each other
   * @throws IllegalStateException if the kernel can't run here
   */
  @SuppressWarnings("MustBeClosedChecker") // the model owns the arena and closes it
  static <M> OpenModel<M> open(
      ModelSource source, LoadOptions options, BiFunction<ModelPath, Resources, M> load) {
    KernelSelector.Choice kernel =
        KernelSelector.choose(KernelSelector.Preference.of(options.kernel()));
    Arena arena = Arena.ofShared();
    WorkerTeam team = new WorkerTeam(options.threads());
    OpenModel<M> open = null;
    try {
      ModelPath folder = source.finder().apply(arena);
      M model = load.apply(folder, new Resources(kernel, options, arena, team));
      open = new OpenModel<>(source, arena, team, model);
      return open;
    } catch (ArchiveException
        | JsonException
        | WeightFormatException
        | TokenizerFormatException e) {
      throw new ModelFormatException(e);
    } catch (InternalError e) {
      throw truncatedInUse(source, e);
    } finally {
      if (open == null) {
        team.close();
        arena.close();
      }
    }
  }

  /** The model, for what needs neither its files nor its threads. */
  M model() {
    return model;
  }

  /**
   * Works with the model, which stays open meanwhile.
   *
   * @throws IllegalStateException if it is closed
   * @throws ModelFormatException if its weights turn out to be unusable
   */
  <T> T use(Function<M, T> work) {
    lifecycle.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed: " + source.name());
      }
      return work.apply(model);
    } catch (WeightFormatException e) {
      throw new ModelFormatException(e);
    } catch (InternalError e) {
      throw truncatedInUse(source, e);
    } finally {
      lifecycle.readLock().unlock();
    }
  }

  /** Waits for calls under way, then gives threads and memory back. */
  @Override
  public void close() {
    lifecycle.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        team.close();
        arena.close();
      }
    } finally {
      lifecycle.writeLock().unlock();
    }
  }

  /** An internal error is how the JVM reports that a page of a mapped file is gone. */
  private static ModelFormatException truncatedInUse(ModelSource source, InternalError e) {
    return new ModelFormatException(
        source.name() + ": the weights were truncated while in use: " + e.getMessage());
  }
}
