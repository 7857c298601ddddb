package dev.lanewise.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lanewise.tokenizer.text.AlignedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges are stored only where they don't follow from the place: no reader may notice. */
class AlignedTextTest {
  private static final int[] TABLE = new int[128];

  static {
    for (int c = 'a'; c <= 'z'; c++) {
      TABLE[c] = c - 'a' + 'A';
    }
  }

  private record Point(int codePoint, int start, int end) {}

  private final Random random = new Random(3);

  /** The code points of a string, as the class's contract says. */
  private static List<Point> points(String text) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      boolean lone = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
      int end = i + Character.charCount(codePoint);
      points.add(new Point(lone ? 0xFFFD : codePoint, i, end));
      i = end;
    }
    return points;
  }

  private static List<Point> points(AlignedText text) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      points.add(new Point(text.codePoint(i), text.start(i), text.end(i)));
    }
    return points;
  }

  private String string() {
    String units = random.nextInt(3) == 0 ? "az é\ud83d\ude00" : "azé";
    int length = random.nextInt(4) == 0 ? random.nextInt(3000) : random.nextInt(8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(
          random.nextInt(200) == 0 ? '\ud83d' : units.charAt(random.nextInt(units.length())));
    }
    return text.toString();
  }

  @Test
  void stringsAreTakenApart() {
    AlignedText text = new AlignedText();
    for (int i = 0; i < 3000; i++) {
      String string = string();
      text.set(string);
      assertEquals(points(string), points(text), string);
    }
  }

  @Test
  void partsKeepTheirRanges() {
    AlignedText in = new AlignedText();
    AlignedText out = new AlignedText();
    for (int i = 0; i < 3000; i++) {
      out.clear();
      List<Point> expected = new ArrayList<>();
      for (int parts = random.nextInt(6); parts > 0; parts--) {
        String string = string();
        in.set(string);
        List<Point> points = points(string);
        int from = random.nextInt(points.size() + 1);
        int to = random.nextInt(from, points.size() + 1);
        switch (random.nextInt(3)) {
          case 0 -> {
            out.append(in, from, to);
            expected.addAll(points.subList(from, to));
          }
          case 1 -> {
            int end = from;
            while (end < to && mapped(points.get(end)) != 0) {
              Point point = points.get(end++);
              expected.add(new Point(mapped(point), point.start(), point.end()));
            }
            assertEquals(end, out.appendMapped(in, from, to, TABLE));
          }
          default -> {
            for (Point point : points.subList(from, to)) {
              out.append(point.codePoint(), point.start(), point.end());
            }
            expected.addAll(points.subList(from, to));
          }
        }
        assertEquals(expected, points(out));
      }
    }
  }

  private static int mapped(Point point) {
    return point.codePoint() < TABLE.length ? TABLE[point.codePoint()] : 0;
  }
}
