package dev.lanewise.engine.kernel.vector;

import dev.lanewise.engine.kernel.KernelSelector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width and the tile that follows from it, chosen once for the process.
 *
 * <p>A tile of six rows needs, for each row, as many accumulators as it is vectors wide, plus those
 * vectors of b and one of a: 29 registers at four vectors, 15 at two. AVX-512 (512 bit) and NEON
 * (128 bit) have 32 registers, AVX2 (256 bit) has 16.
 */
final class Lanes {
  static final VectorSpecies<Float> SPECIES = species();
  static final int LANES = SPECIES.length();

  /**
   * The vectors' class. A sum that comes out of a loop is for C2 of any vector class until it is
   * cast to this one, and a method called on it is inlined by the profile of all callers in the
   * process: if one of them has vectors of another width, there remains a call, which wants an
   * object, and then every step of the loop makes one.
   */
  static final Class<? extends FloatVector> TYPE =
      SPECIES.vectorType().asSubclass(FloatVector.class);

  /** Vectors side by side in a tile. */
  static final int TILE_VECTORS = SPECIES.vectorBitSize() == 256 ? 2 : 4;

  /** Columns of a tile. */
  static final int WIDTH = TILE_VECTORS * LANES;

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    String bits = System.getProperty(KernelSelector.BITS_PROPERTY);
    if (bits != null) {
      return switch (bits) {
        case "512" -> FloatVector.SPECIES_512;
        case "256" -> FloatVector.SPECIES_256;
        case "128" -> FloatVector.SPECIES_128;
        default ->
            throw new IllegalStateException(
                KernelSelector.BITS_PROPERTY + " is " + bits + ", expected 512, 256 or 128");
      };
    }
    return FloatVector.SPECIES_PREFERRED;
  }

  /**
   * Refuses machines on which the Vector API runs without the instructions it needs: it would give
   * the same bits, but slower than the scalar kernel.
   *
   * @throws IllegalStateException if this is one
   */
  static void requireFastVectors() {
    String vm =
        System.getProperty("java.vm.name", "") + " " + System.getProperty("java.vm.info", "");
    boolean hotSpot = vm.contains("HotSpot") || vm.contains("OpenJDK");
    if (!hotSpot || vm.contains("interpreted") || vm.contains("emulated-client")) {
      throw new IllegalStateException("this JVM doesn't compile vector code: " + vm);
    }
    boolean x86 = System.getProperty("os.arch", "").matches("amd64|x86_64|x86");
    // On x86 fused multiply-add came with AVX2, which is what makes integer vectors 256 bits wide.
    if (x86 && IntVector.SPECIES_PREFERRED.vectorBitSize() < 256) {
      throw new IllegalStateException("this processor has no AVX2");
    }
    if (SPECIES.vectorBitSize() < 128) {
      throw new IllegalStateException("vectors here have " + SPECIES.vectorBitSize() + " bits");
    }
  }
}
