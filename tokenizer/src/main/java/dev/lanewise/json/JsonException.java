package dev.lanewise.json;

/** A JSON document that is not well-formed, or that doesn't hold what its reader needs. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String detail;

  /**
   * @param source what was read, as a user would name it: a file's path
   * @param where the place in it: a JSON path, or a character offset where it isn't JSON at all
   * @param problem what is wrong there
   */
  public JsonException(String source, String where, String problem) {
    super(source + ": " + where + ": " + problem);
    this.detail = where + ": " + problem;
  }

  /** Place and problem without the file, for whoever names that already. */
  public String detail() {
    return detail;
  }
}
