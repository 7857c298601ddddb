package dev.lanewise.weights.pull;

import dev.lanewise.json.JsonException;
import dev.lanewise.json.JsonNode;
import dev.lanewise.weights.http.Answer;
import dev.lanewise.weights.hub.HubException;
import dev.lanewise.weights.hub.ModelName;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a hub says of a model at a revision.
 *
 * @param commit the commit that the revision is at
 * @param files the names of its files
 * @param licence its licence, if one is stated
 */
record ModelListing(String commit, NavigableSet<String> files, Optional<String> licence) {
  private static final String TAG = "license:";

  /** Reads the hub's answer. */
  static ModelListing read(JsonNode json) throws HubException {
    try {
      String commit = json.get("sha").string();
      if (!ModelName.isCommit(commit)) {
        throw json.get("sha").error("is no commit");
      }
      NavigableSet<String> files = new TreeSet<>();
      for (JsonNode sibling : json.get("siblings").elements()) {
        String name = sibling.get("rfilename").string();
        RemoteNames.refuseEscape(name);
        files.add(name);
      }
      return new ModelListing(
          commit,
          Collections.unmodifiableNavigableSet(files),
          licence(json).map(Answer::printable));
    } catch (JsonException e) {
      throw new HubException(e);
    }
  }

  /** What the model's card says, which the hub makes a tag of. */
  private static Optional<String> licence(JsonNode json) {
    Optional<JsonNode> card = json.find("cardData").filter(JsonNode::isObject);
    Optional<String> name = card.flatMap(each -> text(each, "license"));
    if (name.isEmpty()) {
      return json.find("tags").filter(JsonNode::isArray).stream()
          .flatMap(tags -> tags.elements().stream())
          .filter(JsonNode::isString)
          .map(JsonNode::string)
          .filter(tag -> tag.startsWith(TAG))
          .map(tag -> tag.substring(TAG.length()))
          .findFirst();
    }
    Optional<String> own = card.flatMap(each -> text(each, "license_name"));
    Optional<String> link = card.flatMap(each -> text(each, "license_link"));
    return Optional.of(
        own.filter(each -> name.get().equals("other")).orElse(name.get())
            + link.map(each -> " (" + each + ")").orElse(""));
  }

  private static Optional<String> text(JsonNode card, String key) {
    return card.find(key)
        .flatMap(
            value -> value.isArray() ? value.elements().stream().findFirst() : Optional.of(value))
        .filter(JsonNode::isString)
        .map(JsonNode::string)
        .filter(each -> !each.isBlank());
  }
}
