package dev.lanewise.tokenizer;

/**
 * Tokenizer files that are missing, damaged or ask for something that isn't supported; the message
 * names the file and the place in it.
 */
public final class TokenizerFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TokenizerFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
