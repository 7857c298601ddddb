package dev.lanewise.engine.kernel;

import dev.lanewise.engine.kernel.scalar.ScalarKernels;
import java.util.Locale;
import java.util.Optional;

/**
 * Chooses the kernel once for the process, and remembers why.
 *
 * <p>The Vector API lives in an incubator module that a Java process has only when it is asked for
 * ({@code --add-modules jdk.incubator.vector}, or a module that requires it), and that a custom
 * runtime image may lack altogether. So no class here names one of its types; the vector kernels
 * are reached by name, and only when the module is there.
 */
public final class KernelSelector {
  /** The system property that sets the vector width: {@code 512}, {@code 256} or {@code 128}. */
  public static final String BITS_PROPERTY = "lanewise.bits";

  /**
   * The system property that, when it is {@code false}, has vector code run from the first call on,
   * compiled or not.
   */
  public static final String WARM_UP_PROPERTY = "lanewise.warmup";

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "dev.lanewise.engine.kernel.vector.VectorKernels";

  private static final Kernels SCALAR = new ScalarKernels();

  private KernelSelector() {}

  /** What was chosen, and why in words for people. */
  public record Choice(Kernels kernels, String reason) {}

  /** Which kernel a user asks for. */
  public enum Preference {
    /** The fastest that runs here. */
    AUTO,
    /** The vector kernel, or an error. */
    VECTOR,
    /** The scalar kernel. */
    SCALAR;

    /**
     * The preference of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Preference of(String name) {
      return switch (name) {
        case "auto" -> AUTO;
        case "vector" -> VECTOR;
        case "scalar" -> SCALAR;
        default ->
            throw new IllegalArgumentException(
                "unknown kernel \"" + name + "\", expected auto, vector or scalar");
      };
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The kernel to use.
   *
   * @throws IllegalStateException if the vector kernel is asked for and can't run here
   */
  public static Choice choose(Preference preference) {
    if (preference == Preference.SCALAR) {
      return new Choice(SCALAR, "it was asked for");
    }
    if (preference == Preference.VECTOR && Vector.KERNELS.isEmpty()) {
      throw new IllegalStateException("the vector kernel can't run here: " + Vector.REASON);
    }
    return new Choice(Vector.KERNELS.orElse(SCALAR), Vector.REASON);
  }

  /** Loaded with the first choice, so that a scalar process never touches a vector class. */
  private static final class Vector {
    static final Optional<Kernels> KERNELS;
    static final String REASON;

    static {
      Optional<Kernels> kernels = Optional.empty();
      String reason;
      if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
        reason =
            "the module "
                + VECTOR_MODULE
                + " is not there; start java with --add-modules "
                + VECTOR_MODULE;
      } else {
        try {
          Kernels vector =
              Class.forName(VECTOR_KERNELS)
                  .asSubclass(Kernels.class)
                  .getDeclaredConstructor()
                  .newInstance();
          kernels = Optional.of(vector);
          reason = "the module " + VECTOR_MODULE + " is there";
        } catch (ReflectiveOperationException | LinkageError e) {
          Throwable cause = e.getCause() == null ? e : e.getCause();
          reason = "the vector kernel failed to start: " + cause;
        }
      }
      KERNELS = kernels;
      REASON = reason;
      if (kernels.isEmpty()) {
        System.getLogger("dev.lanewise.engine")
            .log(System.Logger.Level.INFO, "the scalar kernel is used: " + reason);
      }
    }
  }
}
