package dev.lanewise.files;

import java.nio.file.Path;

/** An archive that is damaged, or that holds what no model needs and nobody should unpack. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault of the archive as a whole. */
  public ArchiveException(Path archive, String problem) {
    super(archive + ": " + problem);
  }

  /** A fault of one of its entries. */
  public ArchiveException(Path archive, String entry, String problem) {
    super(archive + ": entry \"" + printable(entry) + "\": " + problem);
  }

  /** A name from an archive in one line, of a length to be read. */
  private static String printable(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .limit(200)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }
}
