package dev.lanewise.tokenizer.format;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import dev.lanewise.tokenizer.special.AddedToken;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The special and added tokens of a folder without {@code tokenizer.json}.
 *
 * <p>Up to three files describe them, which the reference merges like this: {@code
 * added_tokens_decoder} of {@code tokenizer_config.json} is the newest form, and where it stands
 * the older files are not looked at; where not, {@code special_tokens_map.json} goes before what
 * {@code tokenizer_config.json} says, and {@code added_tokens.json} holds what is no special token.
 */
final class SpecialTokenFiles {
  /** In the order in which the reference adds them; most models lack the first two. */
  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** What a token has for an id until it is numbered. */
  private static final int NO_ID = -1;

  private final Map<String, AddedToken> byRole = new LinkedHashMap<>();
  private final Map<String, AddedToken> added = new LinkedHashMap<>(); // by content
  private final Map<String, AddedToken> extra = new LinkedHashMap<>(); // by content
  private final Map<String, AddedToken> unlisted = new LinkedHashMap<>(); // by content
  private boolean listed;

  private final Map<String, AddedToken> defaults; // by role

  private SpecialTokenFiles(Map<String, AddedToken> defaults) {
    this.defaults = defaults;
  }

  /** A class's token for a role that no file names. */
  static AddedToken byDefault(String content) {
    return plain(content, true);
  }

  /**
   * Reads a folder's files.
   *
   * @param defaults the tokens of the roles that the Python class has, where no file names them
   */
  static SpecialTokenFiles read(
      ModelPath folder, TokenizerConfig config, Map<String, AddedToken> defaults) {
    SpecialTokenFiles tokens = new SpecialTokenFiles(defaults);
    Optional<JsonNode> decoder = config.find("added_tokens_decoder");
    Optional<JsonNode> map =
        decoder.isEmpty() ? json(folder, "special_tokens_map.json") : Optional.empty();
    // Of these the first that has a key counts.
    List<JsonNode> files = Stream.concat(map.stream(), config.file().stream()).toList();
    ROLES.forEach(role -> tokens.readRole(role, files));
    config.file().ifPresent(tokens::readList);
    map.ifPresent(tokens::readListOfMap);
    if (decoder.isPresent()) {
      tokens.readDecoder(decoder.get());
    } else {
      json(folder, "added_tokens.json").ifPresent(tokens::readAdded);
    }
    return tokens;
  }

  /** The token of a role such as {@code unk_token}; empty where a file says that there is none. */
  Optional<String> token(String role) {
    return Optional.ofNullable(byRole.get(role)).map(AddedToken::content);
  }

  /**
   * Has the tokens that the vocabulary's own file marks count, in the place of what {@code
   * special_tokens_map.json} calls additional; but not where a file has a list of special tokens,
   * if only an empty one.
   */
  void setUnlisted(List<AddedToken> tokens) {
    unlisted.clear();
    tokens.forEach(token -> add(unlisted, token));
  }

  /** A token that is taken as it stands in a text. */
  static AddedToken verbatim(String content, boolean special) {
    return new AddedToken(NO_ID, content, false, false, false, false, special);
  }

  /**
   * Numbers all tokens; those that the vocabulary lacks are put into {@code ids}. A role's token
   * that neither the vocabulary nor a list of added tokens holds is left out: the model can't have
   * a row for it.
   */
  List<AddedToken> number(Map<String, Integer> ids) {
    Map<String, AddedToken> all = new LinkedHashMap<>(added);
    for (AddedToken token : byRole.values()) {
      if (ids.containsKey(token.content())) {
        all.putIfAbsent(token.content(), token);
      }
    }
    // Of a role's token and one of these the latter has its flags, for it is added later.
    all.putAll(extra);
    if (!listed) {
      all.putAll(unlisted);
    }
    all.putAll(added);
    AddedTokenIds numbers = new AddedTokenIds(ids);
    return all.values().stream().map(token -> token.withId(numbers.of(token.content()))).toList();
  }

  private void readRole(String role, List<JsonNode> files) {
    for (JsonNode file : files) {
      if (file.has(role)) {
        file.find(role).ifPresent(token -> byRole.put(role, ofRole(role, token)));
        return;
      }
    }
    if (defaults.containsKey(role)) {
      byRole.put(role, defaults.get(role));
    }
  }

  /** A token that is only named has the flags that the class gives it. */
  private AddedToken ofRole(String role, JsonNode node) {
    AddedToken token = defaults.get(role);
    return token != null && node.isString() ? token.withContent(node.string()) : special(node);
  }

  /** {@code {"11": {"content": "<tag>", "lstrip": false, ...}}}. */
  private void readDecoder(JsonNode decoder) {
    Map<String, JsonNode> tokens = decoder.fields();
    for (Map.Entry<String, JsonNode> entry : tokens.entrySet()) {
      if (!entry.getKey().matches("[0-9]{1,9}")) {
        throw entry.getValue().error("is not under a token id but \"" + entry.getKey() + "\"");
      }
    }
    tokens.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
        .map(Map.Entry::getValue)
        .forEach(
            token -> {
              boolean special =
                  isNamed(token.get("content").string())
                      || token.getOr("special", false, JsonNode::bool);
              add(added, described(token, special));
            });
  }

  /** {@code {"<tag>": 11}}. */
  private void readAdded(JsonNode file) {
    file.fields().entrySet().stream()
        .sorted(Comparator.comparingLong(entry -> entry.getValue().unsigned()))
        .map(Map.Entry::getKey)
        .forEach(content -> add(added, plain(content, isNamed(content))));
  }

  /** Of the two names for the list the newer one counts, if there is anything under it. */
  private void readList(JsonNode config) {
    Optional<JsonNode> newer = config.find("extra_special_tokens");
    newer.ifPresent(this::readExtra);
    listed = config.has("extra_special_tokens") && newer.filter(JsonNode::isObject).isEmpty();
    if (!extra.isEmpty()) {
      readUnlisted(config);
    } else if (config.has("additional_special_tokens")) {
      config.find("additional_special_tokens").ifPresent(this::readExtra);
      listed = true;
    }
  }

  private void readListOfMap(JsonNode map) {
    Optional<JsonNode> newer = map.find("extra_special_tokens");
    newer.ifPresent(this::readExtra);
    listed |= newer.filter(JsonNode::isArray).isPresent();
    readUnlisted(map);
  }

  private void readUnlisted(JsonNode file) {
    file.find("additional_special_tokens")
        .ifPresent(list -> tokens(list).forEach(token -> add(unlisted, special(token))));
  }

  private void readExtra(JsonNode node) {
    tokens(node).forEach(token -> add(extra, special(token)));
  }

  /** The tokens of a list, or of an object that gives each a role of its own. */
  private static List<JsonNode> tokens(JsonNode node) {
    return node.isArray() ? node.elements() : List.copyOf(node.fields().values());
  }

  private boolean isNamed(String content) {
    return extra.containsKey(content)
        || byRole.values().stream().anyMatch(token -> token.content().equals(content));
  }

  private static void add(Map<String, AddedToken> tokens, AddedToken token) {
    if (!token.content().isEmpty()) {
      tokens.putIfAbsent(token.content(), token);
    }
  }

  /** A special token, written plainly or as an object that describes it. */
  private static AddedToken special(JsonNode node) {
    return node.isObject() ? described(node, true) : plain(node.string(), true);
  }

  private static AddedToken described(JsonNode node, boolean special) {
    return new AddedToken(
        NO_ID,
        node.get("content").string(),
        node.getOr("single_word", false, JsonNode::bool),
        node.getOr("lstrip", false, JsonNode::bool),
        node.getOr("rstrip", false, JsonNode::bool),
        node.getOr("normalized", !special, JsonNode::bool),
        special);
  }

  private static AddedToken plain(String content, boolean special) {
    return new AddedToken(NO_ID, content, false, false, false, !special, special);
  }

  private static Optional<JsonNode> json(ModelPath folder, String name) {
    ModelPath file = folder.resolve(name);
    return file.exists() ? Optional.of(JsonNode.read(file)) : Optional.empty();
  }
}
