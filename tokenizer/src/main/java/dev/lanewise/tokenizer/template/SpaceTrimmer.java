package dev.lanewise.tokenizer.template;

import dev.lanewise.tokenizer.subword.TokenList;
import dev.lanewise.tokenizer.subword.Vocabulary;
import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.ByteAlphabet;
import dev.lanewise.tokenizer.text.CharacterClasses;

/**
 * Takes the spaces that tokens begin and end with out of the ranges that they stand for: the {@code
 * trim_offsets} of byte-level post-processors, to the letter of the reference. Immutable.
 */
public final class SpaceTrimmer {
  private static final char SPACE = ByteAlphabet.character(' ');

  private final boolean addPrefixSpace;
  private final char[] leading; // [size] spaces that each token begins with
  private final char[] trailing; // [size] spaces that each token ends with

  /**
   * @param addPrefixSpace whether one space at the beginning of a text may be an added one
   */
  public SpaceTrimmer(Vocabulary vocabulary, boolean addPrefixSpace) {
    this.addPrefixSpace = addPrefixSpace;
    leading = new char[vocabulary.size()];
    trailing = new char[vocabulary.size()];
    for (int id = 0; id < leading.length; id++) {
      String token = vocabulary.token(id);
      int from = 0;
      while (from < token.length() && isSpace(token.charAt(from))) {
        from++;
      }
      int to = token.length();
      while (to > 0 && isSpace(token.charAt(to - 1))) {
        to--;
      }
      leading[id] = (char) Math.min(from, Character.MAX_VALUE);
      trailing[id] = (char) Math.min(token.length() - to, Character.MAX_VALUE);
    }
  }

  /**
   * Trims the model's tokens from {@code from} on.
   *
   * @param first where the tokens of the text begin
   * @param text the original text
   */
  public void trim(TokenList tokens, int from, int first, String text) {
    for (int i = from; i < tokens.size(); i++) {
      int id = tokens.id(i);
      if ((leading[id] | trailing[id]) != 0) {
        trim(tokens, i, leading[id], trailing[id], first, text);
      }
    }
  }

  /**
   * Trims the last token, an added one, by what it was found as, {@code [from, to)}: the whitespace
   * that it took along is part of it.
   */
  public void trimAdded(
      TokenList tokens, AlignedText found, int from, int to, int first, String text) {
    int start = from;
    while (start < to && isSpace(found.codePoint(start))) {
      start++;
    }
    int end = to;
    while (end > from && isSpace(found.codePoint(end - 1))) {
      end--;
    }
    trim(tokens, tokens.size() - 1, start - from, to - end, first, text);
  }

  /** Counts in code points: a space that was added has the range of the character behind it. */
  private void trim(
      TokenList tokens, int index, int leadingSpaces, int trailingSpaces, int first, String text) {
    int start = tokens.start(index);
    int end = tokens.end(index);
    boolean begins = index == first || start == 0;
    boolean added = leadingSpaces == 1 && begins && addPrefixSpace;
    int newStart = start;
    for (int i = 0; i < leadingSpaces && newStart < end && !added; i++) {
      newStart += Character.charCount(text.codePointAt(newStart));
    }
    int newEnd = end;
    for (int i = 0; i < trailingSpaces && newEnd > newStart && end >= trailingSpaces; i++) {
      newEnd -= Character.charCount(text.codePointBefore(newEnd));
    }
    tokens.setRange(index, newStart, newEnd);
  }

  private static boolean isSpace(int codePoint) {
    return codePoint == SPACE || CharacterClasses.isAny(codePoint, CharacterClasses.SPACE);
  }
}
