package dev.lanewise.tokenizer.special;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CodePointTrie;
import dev.lanewise.tokenizer.text.UnicodeTables;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Finds added tokens in a text: the leftmost, and of those the longest. Thread-safe. */
public final class AddedTokenMatcher {
  private final List<AddedToken> tokens;
  private final CodePointTrie trie = new CodePointTrie();
  private final int root = trie.addRoot();
  private final boolean[] asciiStarts = new boolean[128];

  /**
   * @param tokens what to look for; of two with the same pattern a special one counts, or else the
   *     first
   * @param pattern the form in which a token's content stands in the text
   */
  public AddedTokenMatcher(List<AddedToken> tokens, UnaryOperator<String> pattern) {
    this.tokens =
        tokens.stream().sorted(Comparator.comparing(AddedToken::special).reversed()).toList();
    Set<String> patterns = new HashSet<>();
    for (int i = 0; i < this.tokens.size(); i++) {
      String content = pattern.apply(this.tokens.get(i).content());
      if (!content.isEmpty() && patterns.add(content)) {
        trie.put(root, content, 0, i);
        if (content.charAt(0) < asciiStarts.length) {
          asciiStarts[content.charAt(0)] = true;
        }
      }
    }
  }

  /** Takes a text's parts in order. */
  public interface Parts {
    /** Takes a part without added tokens; it isn't empty. */
    void text(AlignedText text, int from, int to);

    /** Takes an added token that covers {@code [from, to)}. */
    void token(int id, AlignedText text, int from, int to);
  }

  /**
   * Takes {@code [from, to)} apart.
   *
   * @param matchSpecial whether special tokens match; if not they are ordinary text
   */
  public void split(AlignedText text, int from, int to, boolean matchSpecial, Parts parts) {
    int textStart = from;
    for (int i = tokens.isEmpty() ? to : from; i < to; ) {
      int codePoint = text.codePoint(i);
      if (codePoint < asciiStarts.length && !asciiStarts[codePoint]) {
        i++;
        continue;
      }
      int match = CodePointTrie.NO_VALUE;
      int matchEnd = i;
      int node = root;
      for (int j = i; j < to; ) {
        node = trie.child(node, text.codePoint(j++));
        if (node == CodePointTrie.NO_NODE) {
          break;
        }
        if (trie.value(node) != CodePointTrie.NO_VALUE) {
          match = trie.value(node);
          matchEnd = j;
        }
      }
      if (match == CodePointTrie.NO_VALUE) {
        i++;
        continue;
      }
      AddedToken token = tokens.get(match);
      if (matches(token, text, from, i, matchEnd, to, matchSpecial)) {
        int start = token.lstrip() ? skipBack(text, i, textStart) : i;
        int end = token.rstrip() ? skipForward(text, matchEnd, to) : matchEnd;
        if (textStart < start) {
          parts.text(text, textStart, start);
        }
        parts.token(token.id(), text, start, end);
        textStart = end;
      }
      // A match that is turned down still uses up its text.
      i = matchEnd;
    }
    if (textStart < to) {
      parts.text(text, textStart, to);
    }
  }

  private static boolean matches(
      AddedToken token,
      AlignedText text,
      int from,
      int start,
      int end,
      int to,
      boolean matchSpecial) {
    if (token.special() && !matchSpecial) {
      return false;
    }
    if (!token.singleWord()) {
      return true;
    }
    boolean startsWord = start == from || !isWord(text.codePoint(start - 1));
    boolean endsWord = end == to || !isWord(text.codePoint(end));
    return startsWord && endsWord;
  }

  private static int skipBack(AlignedText text, int index, int floor) {
    while (index > floor && isWhitespace(text.codePoint(index - 1))) {
      index--;
    }
    return index;
  }

  private static int skipForward(AlignedText text, int index, int to) {
    while (index < to && isWhitespace(text.codePoint(index))) {
      index++;
    }
    return index;
  }

  private static boolean isWord(int codePoint) {
    return UnicodeTables.is(codePoint, UnicodeTables.WORD);
  }

  private static boolean isWhitespace(int codePoint) {
    return UnicodeTables.is(codePoint, UnicodeTables.WHITESPACE);
  }
}
