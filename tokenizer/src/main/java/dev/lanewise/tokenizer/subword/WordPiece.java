package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.CodePointTrie;
import dev.lanewise.tokenizer.text.Words;

/**
 * WordPiece: from left to right the longest piece that matches, pieces inside a word marked by a
 * prefix; a word that can't be covered becomes one unknown token as a whole.
 */
public final class WordPiece implements SubwordModel {
  private final Vocabulary vocabulary;
  private final String continuingPrefix;
  private final int maxCharsPerWord;
  private final int unknownId;
  private final CodePointTrie trie = new CodePointTrie();
  private final int wordStart = trie.addRoot();
  private final int wordInside = trie.addRoot();
  private final AsciiWords wholeWords;

  /**
   * @param continuingPrefix what marks pieces inside a word, usually {@code ##}
   * @param maxCharsPerWord a word of more code points is unknown
   * @throws IllegalArgumentException if the vocabulary lacks the unknown token
   */
  public WordPiece(
      Vocabulary vocabulary, String unknownToken, String continuingPrefix, int maxCharsPerWord) {
    this.vocabulary = vocabulary;
    this.continuingPrefix = continuingPrefix;
    this.maxCharsPerWord = maxCharsPerWord;
    this.unknownId =
        vocabulary
            .id(unknownToken)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the unknown token \"" + unknownToken + "\" is not in the vocabulary"));
    this.wholeWords = new AsciiWords(vocabulary.ids());
    vocabulary
        .ids()
        .forEach(
            (piece, id) -> {
              trie.put(wordStart, piece, 0, id);
              if (piece.startsWith(continuingPrefix)) {
                trie.put(wordInside, piece, continuingPrefix.length(), id);
              }
            });
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** What marks pieces inside a word. */
  public String continuingPrefix() {
    return continuingPrefix;
  }

  @Override
  public Words tokenizer(TokenList out) {
    return (text, from, to) -> tokenize(text, from, to, out);
  }

  private void tokenize(AlignedText text, int from, int to, TokenList out) {
    if (to - from > maxCharsPerWord) {
      out.add(unknownId, text, from, to);
      return;
    }
    int whole = wholeWords.find(text, from, to);
    if (whole != AsciiWords.NO_TOKEN) {
      out.add(whole, text, from, to);
      return;
    }
    int tokensBefore = out.size();
    int pieceStart = from;
    int root = wordStart;
    while (pieceStart < to) {
      int longest = CodePointTrie.NO_VALUE;
      int pieceEnd = pieceStart;
      int node = root;
      for (int i = pieceStart; i < to; ) {
        node = trie.child(node, text.codePoint(i++));
        if (node == CodePointTrie.NO_NODE) {
          break;
        }
        if (trie.value(node) != CodePointTrie.NO_VALUE) {
          longest = trie.value(node);
          pieceEnd = i;
        }
      }
      if (longest == CodePointTrie.NO_VALUE) {
        out.truncate(tokensBefore);
        out.add(unknownId, text, from, to);
        return;
      }
      out.add(longest, text, pieceStart, pieceEnd);
      pieceStart = pieceEnd;
      root = wordInside;
    }
  }
}
