package dev.lanewise.weights.pull;

import dev.lanewise.weights.http.Answer;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.HubSettings;
import dev.lanewise.weights.hub.ModelName;

/** What it means when a hub refuses, and what can be done about it. */
final class Refusals {
  private Refusals() {}

  /**
   * Makes sure that an answer is one.
   *
   * @param file what was asked for, or nothing for the model itself
   * @throws HubException if it is a refusal
   */
  static void check(Answer answer, HubSettings settings, ModelName model, String file)
      throws HubException {
    // A redirection is the answer to a question for headers.
    if (answer.status() < 200 || answer.status() >= 400) {
      try (answer) {
        throw new HubException(message(answer, settings, model, file));
      }
    }
  }

  private static String message(Answer answer, HubSettings settings, ModelName model, String file) {
    String said = answer.complaint().map(text -> " (" + text + ")").orElse("");
    String what = file.isEmpty() ? model.toString() : model + ": " + file;
    String code = answer.anyHeader("X-Error-Code").orElse("");
    return switch (code) {
      case "GatedRepo" ->
          model.repository()
              + " is gated: accept its terms at "
              + settings.endpoint()
              + "/"
              + model.repository()
              + (settings.token().isPresent()
                  ? " with the account that the token belongs to"
                  : " and set HF_TOKEN to a token of your account");
      case "RevisionNotFound" ->
          model.repository() + " has no revision \"" + model.revision() + "\"";
      case "EntryNotFound" -> what + ": there is no such file";
      case "RepoNotFound" -> notFound(settings, model);
      default ->
          switch (answer.status()) {
            case 401 ->
                settings.token().isPresent()
                    ? what + ": the token is not accepted" + said
                    : notFound(settings, model);
            case 403 -> what + ": access is forbidden" + said;
            case 404 -> file.isEmpty() ? notFound(settings, model) : what + ": not found" + said;
            case 407 -> "the proxy asks for a user and a password: http://user:password@host:port";
            default -> what + ": answered with status " + answer.status() + said;
          };
    };
  }

  /** A hub doesn't tell what is hidden from what isn't there. */
  private static String notFound(HubSettings settings, ModelName model) {
    return model.repository()
        + " is not at "
        + settings.endpoint()
        + (settings.token().isPresent()
            ? ", or the token may not see it"
            : ", or it is private and needs a token (HF_TOKEN)");
  }
}
