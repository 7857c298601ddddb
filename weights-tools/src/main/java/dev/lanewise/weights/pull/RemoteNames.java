package dev.lanewise.weights.pull;

import dev.lanewise.weights.http.Answer;
import dev.lanewise.weights.hub.HubException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of files that a server gives, and that become names of files here. */
final class RemoteNames {
  private static final int MAX_LENGTH = 1024;
  private static final int MAX_PART = 200;

  /** What Windows takes for something else than a file's name. */
  private static final Pattern UNPORTABLE =
      Pattern.compile(".*[:<>\"|?*].*|.*[. ]|(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\..*)?");

  private static final Set<String> STEPS = Set.of("", ".", "..");

  private RemoteNames() {}

  /**
   * Refuses a name that leads out of the folder that it belongs in. No repository has such a name,
   * so the server is not what it says.
   */
  static void refuseEscape(String name) throws HubException {
    boolean control = name.chars().anyMatch(c -> c < ' ' || c == 127);
    if (control || name.length() > MAX_LENGTH || hasStep(name.split("[/\\\\]", -1))) {
      throw new HubException(
          "the server names a file \"" + Answer.printable(name) + "\": not a path in a repository");
    }
  }

  private static boolean hasStep(String[] parts) {
    for (String part : parts) {
      if (STEPS.contains(part)) {
        return true;
      }
    }
    return false;
  }

  /** Refuses a name that isn't one on every system. */
  static void requirePortable(String name) throws HubException {
    refuseEscape(name);
    for (String part : name.split("/", -1)) {
      if (name.indexOf('\\') >= 0
          || part.length() > MAX_PART
          || UNPORTABLE.matcher(part.toLowerCase(Locale.ROOT)).matches()) {
        throw new HubException(
            "the server names a file \"" + Answer.printable(name) + "\": not on every system");
      }
    }
  }
}
