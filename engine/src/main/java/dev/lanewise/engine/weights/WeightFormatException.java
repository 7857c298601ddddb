package dev.lanewise.engine.weights;

import java.nio.file.Path;

/** A weight file that is damaged, or isn't what it should be, or lacks a tensor. */
public final class WeightFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param file the file as a user would name it
   * @param problem what is wrong with it
   */
  public WeightFormatException(Path file, String problem) {
    super(file + ": " + problem);
  }
}
