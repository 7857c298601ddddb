package dev.lanewise.engine.kernel;

import java.util.Locale;

/** In what linear layers multiply. Everything else is fp32 with each. */
public enum Compute {
  /** fp32, fused multiply-adds. */
  FLOAT,
  /** Small integers, summed exactly: {@link IntegerProducts}. */
  INT;

  /**
   * The arithmetic of this name: {@code float} or {@code int}.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Compute of(String name) {
    for (Compute compute : values()) {
      if (compute.toString().equals(name)) {
        return compute;
      }
    }
    throw new IllegalArgumentException(
        "unknown arithmetic \"" + name + "\", expected float or int");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
