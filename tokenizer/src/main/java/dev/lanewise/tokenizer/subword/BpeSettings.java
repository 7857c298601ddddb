package dev.lanewise.tokenizer.subword;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * How byte-pair encoding treats characters and words.
 *
 * @param unknownToken stands for a character that the vocabulary lacks; without it such a character
 *     is dropped
 * @param fuseUnknown whether unknown characters in a row are one unknown token
 * @param byteFallback whether a character that the vocabulary lacks becomes the tokens {@code
 *     <0x00>} to {@code <0xFF>} of its bytes, if it has them all
 * @param ignoreMerges whether a word that is in the vocabulary is that token, whatever the merges
 * @param continuingPrefix what marks characters inside a word; may be empty
 * @param endOfWordSuffix what marks the last character of a word; may be empty
 */
public record BpeSettings(
    Optional<String> unknownToken,
    boolean fuseUnknown,
    boolean byteFallback,
    boolean ignoreMerges,
    String continuingPrefix,
    String endOfWordSuffix) {
  /**
   * @throws IllegalArgumentException if the settings don't go together
   */
  public BpeSettings {
    if (byteFallback && !(continuingPrefix + endOfWordSuffix).isEmpty()) {
      throw new IllegalArgumentException("bytes can't have a prefix or a suffix");
    }
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(continuingPrefix)) {
      throw new IllegalArgumentException("the prefix inside words has to be ASCII");
    }
  }
}
