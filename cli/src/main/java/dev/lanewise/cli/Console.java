package dev.lanewise.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;

/** Standard output and standard error. */
final class Console {
  private Console() {}

  /** Standard output, unbuffered; writing to it fails with {@link BrokenPipeException}. */
  static OutputStream standardOutput() {
    return new FilterOutputStream(new FileOutputStream(FileDescriptor.out)) {
      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          out.write(bytes, offset, length);
        } catch (IOException e) {
          throw new BrokenPipeException();
        }
      }

      @Override
      public void close() {
        // It stays open for whoever writes next.
      }
    };
  }

  static PrintWriter standardError() {
    return new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  /** A line for people on standard error. */
  static void note(String text) {
    standardError().println("lanewise: " + text);
  }

  /** Whether standard error is a terminal: the launcher finds out, Java alone can't. */
  static boolean isTerminal() {
    return Boolean.getBoolean("lanewise.terminal");
  }

  /** The columns of the terminal, as far as the launcher could tell. */
  static int terminalWidth() {
    return Integer.getInteger("lanewise.columns", 80);
  }

  /** What to say of a failure in one line. */
  static String message(Throwable e) {
    String text =
        switch (e) {
          case UncheckedIOException _, CommandLine.ParameterException _ -> e.getMessage();
          case NoSuchFileException missing ->
              missing.getFile() + ": there is no such file or folder";
          case AccessDeniedException denied -> denied.getFile() + ": permission denied";
          case OutOfMemoryError _ ->
              "out of memory; give java more with -Xmx, or use smaller batches";
          default -> e.getMessage();
        };
    return text == null || text.isBlank() ? e.toString() : text.lines().findFirst().orElse(text);
  }
}
