package dev.lanewise.tokenizer.subword;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.ByteAlphabet;
import dev.lanewise.tokenizer.text.CodePointTable;
import dev.lanewise.tokenizer.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Byte-pair encoding (Sennrich et al. 2016): a word begins as its characters, and pairs of
 * neighbours are merged in the order in which the merges were learned.
 *
 * <p>Most words are tokens as a whole. Whether merging a token's characters leads to the token is
 * found out when it is first met and kept in a byte, so that such words are one look-up later on.
 */
public final class Bpe implements SubwordModel {
  private static final int NO_ID = -1;

  // What is known of a token: nothing yet; its characters merge to it; they don't.
  private static final byte UNTRIED = 0;
  private static final byte REACHED = 1;
  private static final byte UNREACHED = 2;

  private final Vocabulary vocabulary;
  private final BpeSettings settings;
  private final MergeTable merges;
  private final WholeWords wholeWords;

  /** 1 + the id of a character, by its place: bit 0 inside a word, bit 1 at its end. */
  private final CodePointTable[] characters;

  private final int[] byteIds; // [256], empty without byte fallback; NO_ID for a missing token
  private final int unknownId;

  /** Written by several threads, with the same values. */
  private final byte[] reached; // [size]

  /** A pair of tokens that become one. */
  public record Merge(String left, String right) {}

  /**
   * @param merges in the order in which they were learned
   * @throws IllegalArgumentException if the vocabulary lacks a token that a merge or a setting
   *     names, or the settings contradict each other
   */
  public Bpe(Vocabulary vocabulary, List<Merge> merges, BpeSettings settings) {
    this.vocabulary = vocabulary;
    this.settings = settings;
    this.merges = mergeTable(merges);
    this.wholeWords = new WholeWords(vocabulary);
    this.characters = characterTables();
    this.byteIds = settings.byteFallback() ? byteIds() : new int[0];
    this.unknownId = unknownId();
    this.reached = new byte[vocabulary.size()];
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public String name() {
    return "BPE";
  }

  @Override
  public Words tokenizer(TokenList out) {
    Symbols symbols = new Symbols(merges);
    return (text, from, to) -> {
      int whole = wholeWords.find(text, from, to);
      if (whole != WholeWords.NO_TOKEN && (settings.ignoreMerges() || reached[whole] == REACHED)) {
        out.add(whole, text, from, to);
        return;
      }
      symbols.clear();
      addCharacters(text, from, to, symbols);
      symbols.merge();
      if (whole != WholeWords.NO_TOKEN && reached[whole] == UNTRIED) {
        reached[whole] = symbols.size() == 1 && symbols.id(0) == whole ? REACHED : UNREACHED;
      }
      addTokens(text, from, to, symbols, out);
    };
  }

  private void addCharacters(AlignedText text, int from, int to, Symbols symbols) {
    int unknownBytes = 0; // of an unknown token that isn't added yet
    for (int i = from; i < to; i++) {
      int codePoint = text.codePoint(i);
      int place = (i > from ? 1 : 0) | (i == to - 1 ? 2 : 0);
      int id = characters[place].get(codePoint) - 1;
      int byteCount = utf8Length(codePoint);
      if (id != NO_ID) {
        if (unknownBytes > 0) {
          symbols.add(unknownId, unknownBytes);
          unknownBytes = 0;
        }
        symbols.add(id, byteCount);
      } else if (hasBytes(codePoint, byteCount)) {
        // As in the reference, an unknown token before waits until after them.
        for (int b = 0; b < byteCount; b++) {
          symbols.add(byteIds[utf8Byte(codePoint, byteCount, b)], 1);
        }
      } else if (settings.unknownToken().isPresent()) {
        if (unknownId == NO_ID) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "the vocabulary has neither U+%04X nor the unknown token \"%s\"",
                  codePoint,
                  settings.unknownToken().get()));
        }
        if (unknownBytes > 0 && !settings.fuseUnknown()) {
          symbols.add(unknownId, unknownBytes);
          unknownBytes = 0;
        }
        unknownBytes += byteCount;
      } // and without an unknown token the character is dropped
    }
    if (unknownBytes > 0) {
      symbols.add(unknownId, unknownBytes);
    }
  }

  /**
   * Appends the symbols. Where each stands follows from the bytes of those before it, as in the
   * reference: after a dropped character that is too far to the left.
   */
  private static void addTokens(
      AlignedText text, int from, int to, Symbols symbols, TokenList out) {
    int at = from; // the code point that byte `end` lies in or begins at
    int atEnd = utf8Length(text.codePoint(at));
    int end = 0;
    for (int i = 0; i < symbols.size(); i++) {
      while (atEnd <= end && at < to - 1) {
        atEnd += utf8Length(text.codePoint(++at));
      }
      int first = at;
      end += symbols.bytes(i);
      while (atEnd < end && at < to - 1) {
        atEnd += utf8Length(text.codePoint(++at));
      }
      out.add(symbols.id(i), text, first, at + 1);
    }
  }

  private boolean hasBytes(int codePoint, int byteCount) {
    if (byteIds.length == 0) {
      return false;
    }
    for (int b = 0; b < byteCount; b++) {
      if (byteIds[utf8Byte(codePoint, byteCount, b)] == NO_ID) {
        return false;
      }
    }
    return true;
  }

  private static int utf8Length(int codePoint) {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
  }

  /** Byte {@code index} of a code point's UTF-8 form, as 0 to 255. */
  private static int utf8Byte(int codePoint, int byteCount, int index) {
    if (byteCount == 1) {
      return codePoint;
    }
    int bits = codePoint >> (6 * (byteCount - 1 - index));
    int lead = 0xF0 << (4 - byteCount) & 0xFF;
    return index == 0 ? lead | bits : 0x80 | (bits & 0x3F);
  }

  private MergeTable mergeTable(List<Merge> list) {
    MergeTable table = new MergeTable(list.size());
    int prefixLength = settings.continuingPrefix().length();
    for (int rank = 0; rank < list.size(); rank++) {
      Merge merge = list.get(rank);
      int left = idInMerge(merge.left(), rank);
      int right = idInMerge(merge.right(), rank);
      if (merge.right().length() < prefixLength) {
        throw new IllegalArgumentException(
            "merge " + rank + ": \"" + merge.right() + "\" is shorter than the prefix");
      }
      String merged = merge.left() + merge.right().substring(prefixLength);
      table.put(left, right, rank, idInMerge(merged, rank));
    }
    return table;
  }

  private int idInMerge(String token, int rank) {
    return vocabulary
        .id(token)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "merge " + rank + ": \"" + token + "\" is not in the vocabulary"));
  }

  private CodePointTable[] characterTables() {
    CodePointTable[] tables = new CodePointTable[4];
    for (int place = 0; place < tables.length; place++) {
      String prefix = (place & 1) == 0 ? "" : settings.continuingPrefix();
      String suffix = (place & 2) == 0 ? "" : settings.endOfWordSuffix();
      tables[place] =
          place > 0 && prefix.isEmpty() && suffix.isEmpty()
              ? tables[0]
              : characterTable(prefix, suffix);
    }
    return tables;
  }

  private CodePointTable characterTable(String prefix, String suffix) {
    CodePointTable table = new CodePointTable();
    int around = prefix.length() + suffix.length();
    vocabulary
        .ids()
        .forEach(
            (token, id) -> {
              int length = token.length() - around;
              if ((length == 1 || length == 2)
                  && token.startsWith(prefix)
                  && token.endsWith(suffix)
                  && token.codePointCount(prefix.length(), prefix.length() + length) == 1) {
                table.set(token.codePointAt(prefix.length()), id + 1);
              }
            });
    return table;
  }

  private int[] byteIds() {
    int[] ids = new int[256];
    Arrays.setAll(ids, b -> vocabulary.id(String.format(Locale.ROOT, "<0x%02X>", b)).orElse(NO_ID));
    return ids;
  }

  /**
   * The id of the unknown token, or {@link #NO_ID}. A name without a token is common where every
   * byte has a character, so that nothing is unknown.
   */
  private int unknownId() {
    Optional<String> token = settings.unknownToken();
    int id = token.map(name -> vocabulary.id(name).orElse(NO_ID)).orElse(NO_ID);
    for (int b = 0; b < 256 && token.isPresent() && id == NO_ID; b++) {
      if (characters[0].get(ByteAlphabet.character(b)) == 0) {
        throw new IllegalArgumentException(
            "the unknown token \"" + token.get() + "\" is not in the vocabulary");
      }
    }
    return id;
  }
}
