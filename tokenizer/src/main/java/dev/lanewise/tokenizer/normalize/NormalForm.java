package dev.lanewise.tokenizer.normalize;

import dev.lanewise.tokenizer.text.AlignedText;
import dev.lanewise.tokenizer.text.NormalForms;
import dev.lanewise.tokenizer.text.UnicodeTables;
import java.util.Arrays;

/**
 * Unicode's normal forms (Unicode Standard Annex #15) with the tables of the reference tokenizers
 * library.
 *
 * <p>Ranges follow that library: results take the originals one after the other, so that a mark
 * that moves gets the range of the place that it moves to, and a composite has the range of its
 * first code point.
 */
public enum NormalForm implements Normalizer {
  /** Canonical decomposition and composition. */
  NFC(false, true, 0x300),
  /** Canonical decomposition. */
  NFD(false, false, 0xC0),
  /** Compatibility decomposition and canonical composition. */
  NFKC(true, true, 0xA0),
  /** Compatibility decomposition. */
  NFKD(true, false, 0xA0);

  private final boolean compatible;
  private final boolean composes;

  /** Code points below stay as they are, unless something after them is joined to one. */
  private final int inertBelow;

  NormalForm(boolean compatible, boolean composes, int inertBelow) {
    this.compatible = compatible;
    this.composes = composes;
    this.inertBelow = inertBelow;
  }

  @Override
  public void normalize(AlignedText in, int from, int to, AlignedText out) {
    Pending pending = new Pending(in, from, out);
    int i = from;
    while (i < to) {
      int inert = i;
      while (inert < to && in.codePoint(inert) < inertBelow) {
        inert++;
      }
      // What follows may be joined to the last of them.
      int copied = inert < to ? inert - 1 : inert;
      if (i < copied) {
        pending.flush(composes);
        pending.copy(copied - i);
        i = copied;
      } else {
        add(in.codePoint(i++), pending);
      }
    }
    pending.flush(composes);
  }

  private void add(int codePoint, Pending pending) {
    int[] decomposition = NormalForms.decomposition(codePoint, compatible);
    if (decomposition.length == 0) {
      add(codePoint, 0, pending);
    }
    for (int i = 0; i < decomposition.length; i++) {
      add(decomposition[i], i == 0 ? 0 : 1, pending);
    }
  }

  private void add(int codePoint, int growth, Pending pending) {
    if (UnicodeTables.combiningClass(codePoint) == 0
        && !(composes && pending.join(codePoint, growth))) {
      pending.flush(composes);
      pending.start(codePoint, growth);
    } else if (UnicodeTables.combiningClass(codePoint) != 0) {
      pending.append(codePoint, growth);
    }
  }

  /**
   * A starter and the marks after it that are not yet written. Each has its growth: by how much it
   * is more than one code point in place of one.
   */
  private static final class Pending {
    private final AlignedText in;
    private final int from;
    private final AlignedText out;
    private int next; // the first code point of the input that no result has taken
    private int[] codePoints = new int[16]; // [size]
    private int[] growths = new int[16]; // [size]
    private int size;
    private boolean startsWithStarter;

    /** Whether marks are sorted and joined; a second time would join some that were in the way. */
    private boolean settled = true;

    Pending(AlignedText in, int from, AlignedText out) {
      this.in = in;
      this.from = from;
      this.next = from;
      this.out = out;
    }

    /** Writes code points that stay as they are; nothing may be pending. */
    void copy(int count) {
      out.append(in, next, next + count);
      next += count;
    }

    void start(int codePoint, int growth) {
      startsWithStarter = true;
      append(codePoint, growth);
    }

    void append(int codePoint, int growth) {
      if (size == codePoints.length) {
        codePoints = Arrays.copyOf(codePoints, size * 2);
        growths = Arrays.copyOf(growths, size * 2);
      }
      codePoints[size] = codePoint;
      growths[size] = growth;
      size++;
      settled = false;
    }

    /** Joins a starter to the one pending, if they make one and no mark is left between them. */
    boolean join(int codePoint, int growth) {
      if (!startsWithStarter || !NormalForms.isSecond(codePoint)) {
        return false;
      }
      settle(true);
      int composite =
          size == 1 ? NormalForms.composite(codePoints[0], codePoint) : NormalForms.NO_COMPOSITE;
      if (composite == NormalForms.NO_COMPOSITE) {
        return false;
      }
      codePoints[0] = composite;
      growths[0] += growth - 1;
      return true;
    }

    void flush(boolean composes) {
      settle(composes);
      for (int i = 0; i < size; i++) {
        write(codePoints[i], growths[i]);
      }
      size = 0;
      startsWithStarter = false;
    }

    private void settle(boolean composes) {
      if (!settled && size > 1) {
        sort();
        if (composes && startsWithStarter) {
          compose();
        }
      }
      settled = true;
    }

    private void write(int codePoint, int growth) {
      if (growth > 0) {
        int last = Math.max(next - 1, from);
        out.append(codePoint, in.start(last), next == from ? in.start(last) : in.end(last));
      } else {
        out.append(codePoint, in.start(next), in.end(next));
        next += 1 - growth;
      }
    }

    /** Sorts the marks by their class; stable (Unicode Standard, D109). */
    private void sort() {
      int first = startsWithStarter ? 1 : 0;
      boolean sorted = true;
      for (int i = first + 1; i < size && sorted; i++) {
        sorted = classAt(i - 1) <= classAt(i);
      }
      if (sorted) {
        return;
      }
      long[] order = new long[size - first];
      for (int i = first; i < size; i++) {
        order[i - first] = (long) classAt(i) << 32 | i;
      }
      Arrays.sort(order);
      int[] unsortedCodePoints = codePoints.clone();
      int[] unsortedGrowths = growths.clone();
      for (int i = first; i < size; i++) {
        int place = (int) order[i - first];
        codePoints[i] = unsortedCodePoints[place];
        growths[i] = unsortedGrowths[place];
      }
    }

    /** Joins marks to the starter unless one that stays stands in the way (D115, D117). */
    private void compose() {
      int kept = 1;
      int lastClass = 0; // of the marks that stay
      for (int i = 1; i < size; i++) {
        int markClass = classAt(i);
        int composite =
            lastClass < markClass
                ? NormalForms.composite(codePoints[0], codePoints[i])
                : NormalForms.NO_COMPOSITE;
        if (composite == NormalForms.NO_COMPOSITE) {
          codePoints[kept] = codePoints[i];
          growths[kept] = growths[i];
          kept++;
          lastClass = markClass;
        } else {
          codePoints[0] = composite;
          growths[0] += growths[i] - 1;
        }
      }
      size = kept;
    }

    private int classAt(int index) {
      return UnicodeTables.combiningClass(codePoints[index]);
    }
  }
}
