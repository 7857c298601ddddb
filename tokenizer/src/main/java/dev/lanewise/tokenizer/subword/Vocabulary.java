package dev.lanewise.tokenizer.subword;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Tokens and their ids, both ways. Ids may have gaps. Immutable. */
public final class Vocabulary {
  /** How far ids may lie beyond the number of tokens: a sparse id must not size an array. */
  private static final int MAX_GAP = 1_000_000;

  private final Map<String, Integer> ids;
  private final String[] tokens; // [size], empty where an id has no token

  /**
   * @param ids the id of each token
   * @throws IllegalArgumentException if an id is negative, absurdly large or given twice
   */
  public Vocabulary(Map<String, Integer> ids) {
    this.ids = new LinkedHashMap<>(ids);
    int size = 0;
    for (int id : ids.values()) {
      if (id < 0 || id > ids.size() + MAX_GAP) {
        throw new IllegalArgumentException(
            "the id " + id + " is out of range for " + ids.size() + " tokens");
      }
      size = Math.max(size, id + 1);
    }
    tokens = new String[size];
    Arrays.fill(tokens, "");
    boolean[] taken = new boolean[size];
    ids.forEach(
        (token, id) -> {
          if (taken[id]) {
            throw new IllegalArgumentException(
                "\"" + tokens[id] + "\" and \"" + token + "\" have the same id " + id);
          }
          taken[id] = true;
          tokens[id] = token;
        });
  }

  /** One more than the largest id. */
  public int size() {
    return tokens.length;
  }

  /** The number of tokens, which is less than {@link #size()} where ids have gaps. */
  public int tokenCount() {
    return ids.size();
  }

  public OptionalInt id(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** The token of an id; empty where the id has none. */
  public String token(int id) {
    return id >= 0 && id < tokens.length ? tokens[id] : "";
  }

  /** The id of each token. */
  public Map<String, Integer> ids() {
    return java.util.Collections.unmodifiableMap(ids);
  }
}
