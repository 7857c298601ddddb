package dev.lanewise.engine.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends in the middle of a file. */
@Tag("once")
@Timeout(60)
class AtomicFileShutdownTest {
  @TempDir Path folder;

  /** Writes for as long as it lives. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws Exception {
      try (AtomicFile file = AtomicFile.create(Path.of(arguments[0]))) {
        file.channel().write(ByteBuffer.wrap("new".getBytes(StandardCharsets.UTF_8)));
        System.out.println("writing");
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }

  @Test
  void leavesNothingBehindWhenToldToStop() throws Exception {
    Process writer = startToWrite();
    assumeTrue(writer.supportsNormalTermination(), "needs signals");
    writer.destroy();
    writer.waitFor();
    assertEquals(List.of("file"), names());
    assertEquals("old", Files.readString(folder.resolve("file")));
  }

  @Test
  void leavesTheOldFileAsItWasWhenKilled() throws Exception {
    Process writer = startToWrite();
    writer.destroyForcibly();
    writer.waitFor();
    assertEquals("old", Files.readString(folder.resolve("file")));
  }

  private Process startToWrite() throws IOException {
    Path target = Files.writeString(folder.resolve("file"), "old");
    Process writer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = writer.inputReader(StandardCharsets.UTF_8);
    assertEquals("writing", output.readLine());
    assertEquals(2, names().size());
    return writer;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
