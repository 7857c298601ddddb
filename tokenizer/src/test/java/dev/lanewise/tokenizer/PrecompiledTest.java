package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.tokenizer.normalize.Normalizer;
import dev.lanewise.tokenizer.normalize.Precompiled;
import dev.lanewise.tokenizer.text.AlignedText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The map that published models carry, for every code point and for clusters of them. */
class PrecompiledTest {
  private final Normalizer normalizer = new Precompiled(charsMap());
  private final AlignedText in = new AlignedText();
  private final AlignedText out = new AlignedText();

  static byte[] charsMap() {
    String json = Reference.zipped("unigram.json.gz").get("models").get("charsmap").string();
    return Base64.getDecoder().decode(json.substring(1, json.length() - 1));
  }

  /** Alone, after a letter that it may be composed with, and with a mark after it. */
  @Test
  void everyCodePointIsReplacedLikeTheReferences() {
    Hash hash = new Hash();
    UnicodeTest.eachCodePoint(
        c -> {
          for (String text : new String[] {"%s", "a%s", "%s\u0301"}) {
            normalize(text.replace("%s", Character.toString(c)));
            for (int i = 0; i < out.length(); i++) {
              hash.add(out.codePoint(i));
            }
            hash.add(c);
          }
        });
    assertEquals(
        Reference.zipped("unigram.json.gz").get("everyCodePoint").unsigned(),
        Integer.toUnsignedLong(hash.value()));
  }

  @Test
  void recordedTextsAreReplacedLikeTheReferences() throws IOException {
    Path vectors = Reference.shared("oracles/charsmap/vectors.txt.gz");
    assumeTrue(Files.exists(vectors), () -> vectors + " is not on this machine");
    int count = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(vectors)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split("\t", -1);
        normalize(text(columns[0]));
        assertEquals(text(columns[1]), out.toString(), line);
        count++;
      }
    }
    assertTrue(count > 250_000, count + " vectors");
  }

  private static String text(String hexadecimal) {
    return Arrays.stream(hexadecimal.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> Character.toString(HexFormat.fromHexDigits(word)))
        .collect(Collectors.joining());
  }

  private void normalize(String text) {
    in.set(text);
    out.clear();
    normalizer.normalize(in, 0, in.length(), out);
  }
}
