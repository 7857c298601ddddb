package dev.lanewise.weights;

import java.nio.file.Path;

/** A file or folder of a model that is damaged, or isn't what a tool can work on. */
public final class ModelFileException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file as a user would name it
   * @param problem what is wrong with it
   */
  public ModelFileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * What the engine has found wrong.
   *
   * @param cause an exception whose message names the file
   */
  public ModelFileException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
