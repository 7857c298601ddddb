package dev.lanewise.tokenizer;

import dev.lanewise.json.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The lines that {@code corpus.json} is the recipe for; {@code scripts/make_tokenizer_goldens.py}
 * follows it in the same way.
 */
final class ReferenceCorpus {
  private final JsonNode recipe;
  private final List<String> lines = new ArrayList<>();
  private long state;

  private ReferenceCorpus(JsonNode recipe) {
    this.recipe = recipe;
    this.state = recipe.get("seed").unsigned();
  }

  static List<String> lines() {
    ReferenceCorpus corpus = new ReferenceCorpus(Reference.json("corpus.json"));
    corpus.recipe.get("kinds").elements().forEach(corpus::mix);
    corpus.sweep(corpus.recipe.get("sweep"));
    return corpus.lines;
  }

  /** What a line is made of is drawn anew for each piece. */
  private void mix(JsonNode kind) {
    List<Pool> pools = new ArrayList<>();
    for (JsonNode name : kind.get("pools").elements()) {
      pools.add(Pool.of(recipe.get("pools").get(name.string())));
    }
    int count = kind.get("lines").integer(0, 1 << 20);
    int pieces = kind.get("pieces").integer(1, 1 << 10);
    String separator = kind.get("separator").string();
    for (int line = 0; line < count; line++) {
      lines.add(
          IntStream.rangeClosed(0, below(pieces))
              .mapToObj(_ -> pools.get(below(pools.size())).pick(this))
              .collect(Collectors.joining(separator)));
    }
  }

  /** Every code point in turn, some to a line. */
  private void sweep(JsonNode sweep) {
    int[] points = Pool.of(sweep).ranges().codePoints();
    int perLine = sweep.get("perLine").integer(1, 1 << 10);
    List<JsonNode> patterns = sweep.get("patterns").elements();
    for (int from = 0, line = 0; from < points.length; from += perLine, line++) {
      List<JsonNode> around = patterns.get(line % patterns.size()).elements();
      StringBuilder text = new StringBuilder();
      for (int i = from; i < Math.min(from + perLine, points.length); i++) {
        text.append(around.get(0).string())
            .appendCodePoint(points[i])
            .append(around.get(1).string());
      }
      lines.add(text.toString());
    }
  }

  /** The next random number: SplitMix64. */
  private int below(int bound) {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return (int) (((z ^ (z >>> 31)) >>> 33) % bound);
  }

  /** Code point ranges: first, last, first, last... */
  private record Ranges(int[] bounds) {
    int[] codePoints() {
      return IntStream.range(0, bounds.length / 2)
          .flatMap(i -> IntStream.rangeClosed(bounds[2 * i], bounds[2 * i + 1]))
          .toArray();
    }
  }

  /** What a piece is drawn from: strings, or code points where there are none. */
  private record Pool(List<String> strings, Ranges ranges) {
    static Pool of(JsonNode json) {
      List<String> strings =
          json.getOr("strings", List.<JsonNode>of(), JsonNode::elements).stream()
              .map(JsonNode::string)
              .toList();
      int[] bounds =
          json.getOr("ranges", List.<JsonNode>of(), JsonNode::elements).stream()
              .mapToInt(bound -> bound.integer(0, Character.MAX_CODE_POINT))
              .toArray();
      return new Pool(strings, new Ranges(bounds));
    }

    String pick(ReferenceCorpus random) {
      if (!strings.isEmpty()) {
        return strings.get(random.below(strings.size()));
      }
      int[] bounds = ranges.bounds();
      int i = 2 * random.below(bounds.length / 2);
      return Character.toString(bounds[i] + random.below(bounds[i + 1] - bounds[i] + 1));
    }
  }
}
