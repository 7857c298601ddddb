package dev.lanewise.engine;

/**
 * A model that can't be used: files that are missing, damaged, don't fit together, or ask for what
 * isn't supported. The message names the file and, where there is one, the tensor or JSON path.
 */
public final class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelFormatException(String message) {
    super(message);
  }

  ModelFormatException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
