package dev.lanewise.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Texts without their repeats: vectors don't depend on what is in the batch, so equal texts are
 * computed once.
 *
 * @param texts each text once, in the order of their first occurrences
 * @param places where in {@code texts} each of the original texts is
 * @param firsts where each of {@code texts} stood first
 */
record Distinct(List<String> texts, int[] places, int[] firsts) {
  static Distinct of(List<String> all) {
    int[] places = new int[all.size()];
    if (places.length <= 1) {
      return new Distinct(all, places, places);
    }
    int[] firsts = new int[places.length];
    List<String> texts = new ArrayList<>(places.length);
    Map<String, Integer> known = HashMap.newHashMap(places.length);
    for (int i = 0; i < places.length; i++) {
      Integer place = known.putIfAbsent(all.get(i), texts.size());
      if (place == null) {
        firsts[texts.size()] = i;
        places[i] = texts.size();
        texts.add(all.get(i));
      } else {
        places[i] = place;
      }
    }
    return new Distinct(texts, places, firsts);
  }

  /** Whether any text stood there more than once. */
  boolean repeats() {
    return texts.size() < places.length;
  }
}
