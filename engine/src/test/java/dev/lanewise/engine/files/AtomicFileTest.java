package dev.lanewise.engine.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class AtomicFileTest {
  @TempDir Path folder;
  private Path target = Path.of("");

  @BeforeEach
  void nameTarget() {
    target = folder.resolve("file");
  }

  @Test
  void appearsOnlyWhenItIsComplete() throws IOException {
    try (AtomicFile file = AtomicFile.create(target)) {
      write(file, "new");
      assertFalse(Files.exists(target));
      file.commit();
      assertEquals("new", Files.readString(target));
    }
    assertFolderHolds("file");
  }

  @Test
  void leavesNothingBehindWithoutACommit() throws IOException {
    try (AtomicFile file = AtomicFile.create(target)) {
      write(file, "new");
    }
    assertFolderHolds();
  }

  @Test
  void leavesAnOldFileAsItWasWithoutACommit() throws IOException {
    Files.writeString(target, "old");
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (AtomicFile file = AtomicFile.create(target)) {
            write(file, "new");
            throw new IllegalStateException("the writer fails");
          }
        });
    assertEquals("old", Files.readString(target));
    assertFolderHolds("file");
  }

  /** Whoever has mapped the old file goes on reading it. */
  @Test
  void replacesAFileRatherThanOverwritingIt() throws IOException {
    Files.writeString(target, "old");
    Files.createLink(folder.resolve("other name"), target);
    replace(target, "new");
    assertEquals("new", Files.readString(target));
    assertEquals("old", Files.readString(folder.resolve("other name")));
  }

  @Test
  void leavesNothingBehindWhenTheCommitFails() throws IOException {
    try (AtomicFile file = AtomicFile.create(target)) {
      write(file, "new");
      Files.createDirectory(target);
      assertThrows(IOException.class, file::commit);
    }
    assertFolderHolds("file");
    assertTrue(Files.isDirectory(target));
  }

  @Test
  void writesThroughALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Files.createSymbolicLink(target, real.getFileName());
    replace(target, "new");
    assertTrue(Files.isSymbolicLink(target));
    assertEquals("new", Files.readString(real));
    assertFolderHolds("file", "real");
  }

  @Test
  void writesThroughALinkToAFileThatIsNotThereYet() throws IOException {
    Files.createSymbolicLink(folder.resolve("second"), Path.of("real"));
    Files.createSymbolicLink(target, folder.resolve("second"));
    replace(target, "new");
    assertTrue(Files.isSymbolicLink(target));
    assertEquals("new", Files.readString(folder.resolve("real")));
    assertFolderHolds("file", "real", "second");
  }

  @Test
  void refusesALinkToItself() throws IOException {
    Files.createSymbolicLink(target, target);
    assertThrows(FileSystemException.class, () -> AtomicFile.create(target).close());
    assertFolderHolds("file");
  }

  @Test
  void keepsThePermissionsOfWhatItReplaces() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX files");
    Files.writeString(target, "old");
    for (String permissions : List.of("rw-------", "rw-rw-rw-", "r--r-----")) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(permissions));
      replace(target, "new");
      assertEquals(
          permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
    }
  }

  /** What stands in a private file mustn't be readable while it is written anew either. */
  @Test
  void isAsPrivateFromTheBeginning() throws IOException {
    assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"), "needs POSIX files");
    Files.writeString(target, "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    try (AtomicFile file = AtomicFile.create(target);
        Stream<Path> paths = Files.list(folder)) {
      write(file, "new");
      for (Path path : paths.toList()) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      }
    }
  }

  @Test
  void takesANameAsLongAsThereAre() throws IOException {
    target = folder.resolve("n".repeat(255));
    replace(target, "new");
    assertEquals("new", Files.readString(target));
  }

  @Test
  void namesTheFileWhoseDirectoryIsMissing() {
    Path lost = folder.resolve("missing").resolve("file");
    NoSuchFileException e =
        assertThrows(NoSuchFileException.class, () -> AtomicFile.create(lost).close());
    assertEquals(lost + ": there is no such directory", e.getMessage());
  }

  @Test
  void refusesAFolder() {
    assertThrows(IOException.class, () -> AtomicFile.create(folder).close());
  }

  @Test
  void writesIntoAPipeAndLeavesItThere() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "needs mkfifo");
    new ProcessBuilder("/usr/bin/mkfifo", target.toString()).start().waitFor();
    try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
      Future<String> read = threads.submit(() -> Files.readString(target));
      replace(target, "new");
      assertEquals("new", read.get());
    }
    assertFalse(Files.isRegularFile(target));
    assertFolderHolds("file");
  }

  /** The last commit wins, and every one is whole. */
  @Test
  void severalWritersDoNotMixTheirBytes() throws Exception {
    List<Callable<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String content = String.valueOf(i).repeat(10_000);
      writers.add(
          () -> {
            for (int round = 0; round < 5; round++) {
              replace(target, content);
              String read = Files.readString(target);
              assertEquals(10_000, read.length());
              assertEquals(1, read.chars().distinct().count());
            }
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertFolderHolds("file");
  }

  private static void replace(Path target, String content) throws IOException {
    try (AtomicFile file = AtomicFile.create(target)) {
      write(file, content);
      file.commit();
    }
  }

  private static void write(AtomicFile file, String content) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      file.channel().write(bytes);
    }
  }

  private void assertFolderHolds(String... names) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      assertEquals(
          List.of(names), paths.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }
}
