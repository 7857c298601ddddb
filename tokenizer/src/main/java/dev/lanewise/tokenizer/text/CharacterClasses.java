package dev.lanewise.tokenizer.text;

/**
 * The classes of code points that splitters and their regular expressions tell apart, as the
 * reference tokenizers library has them, read once from {@code classes.txt}: ranges ({@code 41-5A})
 * behind each class's name.
 */
public final class CharacterClasses {
  /** {@code \p{L}}. */
  public static final int LETTER = 1;

  /** {@code \p{N}}. */
  public static final int NUMBER = 1 << 1;

  /** {@code \s}, which is what all steps of the library take for whitespace. */
  public static final int SPACE = 1 << 2;

  /** A number to the splitter {@code Digits}, from a newer Unicode version than {@link #NUMBER}. */
  public static final int DIGIT = 1 << 3;

  /** A mark to the normalizer {@code StripAccents}, from an older version than {@code \p{M}}. */
  public static final int ACCENT = 1 << 4;

  private static final CodePointTable CLASSES = new CodePointTable();

  static {
    TableFile.read("classes.txt", CharacterClasses::load);
  }

  private CharacterClasses() {}

  /** The classes of a code point, as the bits above. */
  public static int of(int codePoint) {
    return CLASSES.get(codePoint);
  }

  /** Whether a code point is of one of these classes. */
  public static boolean isAny(int codePoint, int classes) {
    return (CLASSES.get(codePoint) & classes) != 0;
  }

  private static void load(String name, String[] ranges) {
    int bit =
        switch (name) {
          case "letter" -> LETTER;
          case "number" -> NUMBER;
          case "space" -> SPACE;
          case "digit" -> DIGIT;
          case "accent" -> ACCENT;
          default -> throw new IllegalStateException("classes.txt has the class " + name);
        };
    TableFile.eachInRanges(ranges, c -> CLASSES.addBits(c, bit));
  }
}
