package dev.lanewise.weights.hub;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model of a hub: {@code org/name}, or {@code org/name@revision}.
 *
 * @param repository the repository, with its organisation if it has one
 * @param revision a branch, a tag, {@code refs/pr/N} or a commit
 */
public record ModelName(String repository, String revision) {
  /** The branch that is meant where none is named. */
  public static final String MAIN = "main";

  private static final String PART = "\\w(?:[\\w.-]{0,94}\\w)?";
  private static final Pattern REPOSITORY = Pattern.compile("(?:" + PART + "/)?" + PART);
  private static final Pattern REVISION = Pattern.compile("[\\w+-][\\w.+-]*(?:/[\\w+-][\\w.+-]*)*");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
  private static final int MAX_REVISION = 200;

  /**
   * @throws IllegalArgumentException if it can't be the name of a model
   */
  public ModelName {
    Matcher name = REPOSITORY.matcher(repository);
    // The cache's folders join the parts with two dashes.
    if (!name.matches()
        || repository.contains("--")
        || repository.contains("..")
        || repository.endsWith(".git")) {
      throw new IllegalArgumentException(
          repository + ": not a model's name, which is org/name or org/name@revision");
    }
    if (!REVISION.matcher(revision).matches()
        || revision.contains("..")
        || revision.length() > MAX_REVISION) {
      throw new IllegalArgumentException(
          repository + ": \"" + revision + "\" can't be the name of a revision");
    }
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it isn't one
   */
  public static ModelName parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new ModelName(text, MAIN)
        : new ModelName(text.substring(0, at), text.substring(at + 1));
  }

  /** Reads what may be a name. */
  public static Optional<ModelName> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether the revision is a commit, whose content never changes. */
  public boolean isCommit() {
    return isCommit(revision);
  }

  /** Whether this is the full name of a commit. */
  public static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  @Override
  public String toString() {
    return revision.equals(MAIN) ? repository : repository + "@" + revision;
  }
}
