package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders with a SentencePiece model and no tokenizer.json. */
class SentencePieceFileTest {
  private static final String T5 = "{\"tokenizer_class\": \"T5Tokenizer\", \"extra_ids\": 2}";

  @TempDir private Path folder;

  /** A message's bytes fields may be split over several messages, which are one after the other. */
  static byte[] charsMap(byte[] map) {
    return field(3, field(2, map));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }

  /** A field of bytes, a string or a message. */
  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(number << 3 | 2);
    int length = content.length;
    for (; length >= 0x80; length >>>= 7) {
      out.write((length & 0x7F) | 0x80);
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] piece(String piece, float score, int type) {
    ByteBuffer value = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    value.putFloat(score);
    return field(
        1,
        concatenated(
            field(1, piece.getBytes(StandardCharsets.UTF_8)),
            bytes(2 << 3 | 5),
            value.array(),
            bytes(3 << 3, type)));
  }

  /** The first pieces of T5's models, and one more. */
  private static byte[] model() {
    return concatenated(
        piece("<pad>", 0, 3), piece("</s>", 0, 3), piece("<unk>", 0, 2), piece("\u2581a", -1, 1));
  }

  private Tokenizer load(byte[] model, String config) {
    try {
      Files.write(folder.resolve("spiece.model"), model);
      Files.writeString(folder.resolve("tokenizer_config.json"), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Tokenizer.load(folder);
  }

  private void refused(String message, byte[] model) {
    refused(message, model, T5);
  }

  private void refused(String message, byte[] model, String config) {
    TokenizerFormatException thrown =
        assertThrows(TokenizerFormatException.class, () -> load(model, config));
    String text = String.valueOf(thrown.getMessage());
    assertTrue(text.contains(message) && text.contains("spiece.model"), text);
  }

  @Test
  void aSmallModelIsRead() {
    Tokenizer tokenizer = load(model(), T5);
    assertEquals(6, tokenizer.vocabularySize());
    assertEquals("<extra_id_0>", tokenizer.token(5));
    TokenSequence tokens = tokenizer.encode("a b<extra_id_1>");
    assertEquals("3 2 4 1", TemplateFormatTest.ids(tokens));
    // Fields that aren't known are skipped, whatever their type.
    byte[] more =
        concatenated(
            bytes(200, 1, 5),
            bytes(201, 1, 1, 2, 3, 4, 5, 6, 7, 8),
            field(4, bytes(1, 2)),
            bytes(7 << 3 | 5, 1, 2, 3, 4));
    assertEquals(6, load(concatenated(more, model(), more), T5).vocabularySize());
  }

  /** Ids by the Python classes, which put tokens of their own before, between and after pieces. */
  @Test
  void eachClassHasItsArrangement() {
    byte[] fairseq =
        concatenated(
            piece("<unk>", 0, 2), piece("<s>", 0, 3), piece("</s>", 0, 3), piece("\u2581a", -1, 1));
    Tokenizer xlm = load(fairseq, "{\"tokenizer_class\": \"XLMRobertaTokenizer\"}");
    assertEquals("0 4 5 2", TemplateFormatTest.ids(xlm.encode("a<mask>")));
    assertEquals("0 4 2 2 3 2", TemplateFormatTest.ids(xlm.encode("a", "b", Truncation.NONE)));
    assertEquals("<pad>", xlm.token(1));
    Tokenizer camembert = load(fairseq, "{\"tokenizer_class\": \"CamembertTokenizer\"}");
    TokenSequence masked = camembert.encode("a  <mask>");
    assertEquals("5 7 8 6", TemplateFormatTest.ids(masked));
    assertEquals(1, masked.start(2));
    byte[] albert =
        concatenated(
            piece("<pad>", 0, 3),
            piece("<unk>", 0, 2),
            piece("[CLS]", 0, 3),
            piece("[SEP]", 0, 3),
            piece("[MASK]", 0, 3),
            piece("\u2581a", -1, 1));
    String settings = "{\"tokenizer_class\": \"AlbertTokenizer\", \"do_lower_case\": %s}";
    Tokenizer uncased = load(albert, settings.replace("%s", "true"));
    assertEquals("2 5 4 3", TemplateFormatTest.ids(uncased.encode("\u00C0[MASK]")));
    Tokenizer cased = load(albert, settings.replace("%s", "false"));
    assertEquals("2 1 3", TemplateFormatTest.ids(cased.encode("\u00C0")));
  }

  @Test
  void otherTokenizersAreNamed() {
    refused(
        "the tokenizer XLNetTokenizer is not supported",
        model(),
        "{\"tokenizer_class\": \"XLNetTokenizer\"}");
    refused("no file names the tokenizer's Python class", model(), "{}");
    refused("its algorithm 2 is not supported", concatenated(model(), field(2, bytes(3 << 3, 2))));
  }

  @Test
  void theWireFormatIsChecked() {
    refused("has no pieces", bytes());
    refused("field 1 says to have 5 bytes, 1 are left", bytes(1 << 3 | 2, 5, 0));
    refused(
        "says to have 18446744073709551615 bytes",
        bytes(1 << 3 | 2, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1));
    refused("ends in the middle of a number", bytes(1 << 3 | 2, 128));
    refused(
        "has a number of more than ten bytes",
        bytes(9 << 3, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1));
    refused("has a field with the number 0", bytes(2, 0));
    refused("field 9 has the unknown wire type 3", bytes(9 << 3 | 3));
    refused("ends in the middle of field 9", bytes(9 << 3 | 1, 0, 0));
    refused("field 1 is not bytes but has the wire type 0", bytes(1 << 3, 1));
    refused("message.1: field 1 is not valid UTF-8", field(1, field(1, bytes(0xC3))));
    refused("message.1: field 2 is not a float", field(1, bytes(2 << 3, 1)));
    refused("message.1: field 3 is not an integer", field(1, field(3, bytes())));
    refused("message.2: field 3 is not an integer", field(2, field(3, bytes())));
    refused("message.3: field 2 is not bytes", field(3, bytes(2 << 3, 1)));
    refused(
        "unknown wire type 6",
        "version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thePiecesAreChecked() {
    refused("has the score NaN", concatenated(model(), piece("b", Float.NaN, 1)));
    refused("\"\u2581a\" stands twice", concatenated(model(), piece("\u2581a", -1, 1)));
    refused("the id 2 of 1 pieces", piece("</s>", 0, 3), T5.replace("2}", "0}"));
    refused(
        "lacks the token \"</s>\"",
        concatenated(piece("<pad>", 0, 3), piece("a", 0, 1), piece("<unk>", 0, 2)));
    refused("the charsmap has only 2 bytes", concatenated(model(), charsMap(bytes(1, 2))));
    assertThrows(
        TokenizerFormatException.class, () -> load(model(), T5.replace("2}", "2000000000}")));
  }

  @Test
  void damageIsRefusedOrRead() {
    byte[] model = model();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = Arrays.copyOf(model, 1 + random.nextInt(model.length));
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      try {
        load(damaged, T5).encode("a b");
      } catch (TokenizerFormatException expected) {
        assertTrue(String.valueOf(expected.getMessage()).contains("spiece.model"), "seed " + seed);
      }
    }
  }
}
