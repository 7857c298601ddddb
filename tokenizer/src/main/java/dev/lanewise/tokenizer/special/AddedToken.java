package dev.lanewise.tokenizer.special;

/**
 * A literal string that is one token, whatever the subword algorithm would make of it.
 *
 * @param id its token id
 * @param content the string
 * @param singleWord matches only where no word character stands next to it
 * @param lstrip takes the whitespace before it along
 * @param rstrip takes the whitespace after it along
 * @param normalized is looked for in the normalized text, in its own normalized form
 * @param special is dropped from decoded text, and can be told not to match
 */
public record AddedToken(
    int id,
    String content,
    boolean singleWord,
    boolean lstrip,
    boolean rstrip,
    boolean normalized,
    boolean special) {
  /** The same token taking the whitespace before it along. */
  public AddedToken withLstrip() {
    return new AddedToken(id, content, singleWord, true, rstrip, normalized, special);
  }

  /** The same token with another content. */
  public AddedToken withContent(String other) {
    return new AddedToken(id, other, singleWord, lstrip, rstrip, normalized, special);
  }

  /** The same token with another id. */
  public AddedToken withId(int other) {
    return new AddedToken(other, content, singleWord, lstrip, rstrip, normalized, special);
  }
}
