package dev.lanewise.weights.pack;

import dev.lanewise.files.ZipArchive;
import dev.lanewise.weights.Progress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** Unpacks zip archives and jars. */
final class ZipReader {
  private ZipReader() {}

  static void read(Path archive, Unpacker to, Path root, Progress progress) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      ZipArchive zip = ZipArchive.open(archive, "", arena);
      long total = zip.entries().values().stream().mapToLong(ZipArchive.Entry::size).sum();
      long[] done = {0};
      for (ZipArchive.Entry entry : zip.entries().values()) {
        to.addFile(
            root,
            entry.name(),
            entry.size(),
            out -> {
              WritableByteChannel channel = Channels.newChannel(out);
              zip.copy(
                  entry,
                  block -> {
                    done[0] += block.remaining();
                    while (block.hasRemaining()) {
                      channel.write(block);
                    }
                    progress.reached(done[0], total);
                  });
            });
      }
    }
  }
}
