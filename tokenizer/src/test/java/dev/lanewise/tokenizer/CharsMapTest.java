package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tokenizer.normalize.Precompiled;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged maps: refused, or read as what they say, but never a crash. */
class CharsMapTest {
  /** Where a unit's children are, in units away from it. */
  private static int unit(int distance, boolean leaf, int label) {
    return distance << 10 | (leaf ? 0x100 : 0) | label;
  }

  /** A map of "a" (a leaf at 256 ^ 'a') to what the value 1 leads to. */
  private static int[] trie() {
    int[] units = new int[512];
    units[0] = unit(256, false, 0);
    int place = 256 ^ 'a';
    units[place] = unit(place ^ 'b', true, 'a'); // the value then stands at 'b'
    units['b'] = Integer.MIN_VALUE | 1;
    return units;
  }

  private static byte[] map(int[] units, byte[] text) {
    ByteBuffer buffer =
        ByteBuffer.allocate(4 + 4 * units.length + text.length).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(4 * units.length);
    buffer.asIntBuffer().put(units);
    buffer.position(4 + 4 * units.length);
    return buffer.put(text).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void refused(String message, byte[] map) {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> new Precompiled(map));
    assertTrue(String.valueOf(thrown.getMessage()).contains(message), thrown::getMessage);
  }

  @Test
  void aSmallMapIsRead() {
    assertEquals("y b", new Precompiled(map(trie(), bytes("xy\0z"))).normalize("a b"));
    assertEquals("y b", new Precompiled(map(trie(), bytes("xy"))).normalize("a b"));
    assertEquals(" b", new Precompiled(map(trie(), bytes("x"))).normalize("a b"));
  }

  @Test
  void sizesAreChecked() {
    refused("has only 0 bytes", new byte[0]);
    refused("has only 3 bytes", new byte[3]);
    refused("can't have 0 of 4 bytes", new byte[4]);
    refused("can't have 2048 of 2051 bytes", Arrays.copyOf(map(trie(), new byte[0]), 2051));
    refused("can't have 4294967295 of 8 bytes", new byte[] {-1, -1, -1, -1, 0, 0, 0, 0});
    refused("can't have 6 of 12 bytes", new byte[] {6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
  }

  @Test
  void placesAreChecked() {
    refused("has 0 bytes of text, the trie leads to 1", map(trie(), new byte[0]));
    refused("is not valid UTF-8", map(trie(), new byte[] {'x', (byte) 0xC3, 0}));
    refused("is not valid UTF-8", map(trie(), new byte[] {'x', (byte) 0xA9}));
    int[] outside = trie();
    outside[0] = unit(1 << 20, false, 0);
    refused("leads to its unit 1048577 of 512", map(outside, bytes("xy")));
    int[] far = trie();
    far[0] = -1;
    refused("of 512", map(far, bytes("xy")));
    int[] value = trie();
    value[256 ^ 'a'] = unit(1 << 20, true, 'a');
    refused("of 512", map(value, bytes("xy")));
  }

  @Test
  void keysAreText() {
    int[] units = trie();
    units[256 ^ 0xC3] = unit(256 ^ 0xC3 ^ 'b', true, 0xC3);
    refused("is not valid UTF-8", map(units, bytes("xy")));
  }

  /** All children of each unit are the unit itself: as many keys as there are byte strings. */
  @Test
  void aTrieThatLoopsIsRefused() {
    int[] units = new int[256];
    for (int label = 1; label < 256; label++) {
      units[label] = unit(label, false, label);
    }
    refused("is too large or no trie", map(units, bytes("xy")));
  }

  @Test
  void damageIsRefusedOrRead() {
    byte[] map = PrecompiledTest.charsMap();
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 60; i++) {
      byte[] damaged = map.clone();
      for (int j = 0; j <= i; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        new Precompiled(damaged).normalize("ａ é e\u0301 …\r\n");
      } catch (IllegalArgumentException expected) {
        assertTrue(String.valueOf(expected.getMessage()).contains("charsmap"), "seed " + seed);
      }
    }
  }
}
