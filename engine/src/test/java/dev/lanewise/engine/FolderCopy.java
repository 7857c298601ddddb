package dev.lanewise.engine;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.weights.SafetensorsFile;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.engine.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A copy of a golden model that a test rearranges or damages. */
final class FolderCopy {
  private final Path root;

  private FolderCopy(Path root) {
    this.root = root;
  }

  /** Copies a golden model; {@code base} is where in the folder it goes. */
  static FolderCopy of(String golden, Path root, String base) {
    return of(Golden.folder(golden), root, base);
  }

  /** Copies a folder; {@code base} is where in the new one it goes. */
  static FolderCopy of(Path from, Path root, String base) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = root.resolve(base).resolve(from.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new FolderCopy(root);
  }

  /** A copy that was made before. */
  static FolderCopy at(Path root) {
    return new FolderCopy(root);
  }

  static FolderCopy of(String golden, Path root) {
    return of(golden, root, "");
  }

  Path path() {
    return root;
  }

  Path path(String file) {
    return root.resolve(file);
  }

  FolderCopy write(String file, String content) {
    try {
      Files.createDirectories(path(file).getParent());
      Files.writeString(path(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  FolderCopy delete(String file) {
    try {
      Files.delete(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Replaces what has to occur in a text file. */
  FolderCopy replace(String file, String from, String to) {
    try {
      String content = Files.readString(path(file));
      assertTrue(content.contains(from), () -> file + " doesn't hold " + from);
      return write(file, content.replace(from, to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Cuts a file off after so many bytes. */
  FolderCopy truncate(String file, long bytes) {
    try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.WRITE)) {
      assertTrue(bytes < channel.size());
      channel.truncate(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Sets an element of a tensor. */
  FolderCopy poke(String tensor, long index, float value) {
    return weights(
        tensors ->
            requireNonNull(tensors.get(tensor))
                .data()
                .set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, value));
  }

  /** Writes {@code model.safetensors} anew with other tensors, whose bytes may be changed too. */
  FolderCopy weights(Consumer<Map<String, Tensor>> change) {
    Path file = path("model.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      SafetensorsFile.open(file, arena)
          .tensors()
          .forEach(
              (name, tensor) -> {
                MemorySegment data = arena.allocate(tensor.data().byteSize(), Float.BYTES);
                data.copyFrom(tensor.data());
                tensors.put(name, with(tensor, data, tensor.shape()));
              });
      change.accept(tensors);
      SafetensorsWriter writer = new SafetensorsWriter(Map.of());
      tensors.forEach((name, tensor) -> writer.declare(name, tensor.type(), tensor.shape()));
      Path changed = path("changed.safetensors");
      try (FileChannel channel =
          FileChannel.open(changed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writer.writeHeader(channel);
        for (Tensor tensor : tensors.values()) {
          SafetensorsWriter.writeFully(channel, tensor.data().asByteBuffer());
        }
      }
      Files.delete(file);
      Files.move(changed, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A tensor with other bytes. */
  static Tensor with(Tensor tensor, MemorySegment data, long... shape) {
    return new Tensor(tensor.file(), tensor.name(), tensor.type(), shape, data);
  }
}
