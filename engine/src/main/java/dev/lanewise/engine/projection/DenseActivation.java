package dev.lanewise.engine.projection;

import dev.lanewise.engine.kernel.Approximations;
import dev.lanewise.json.JsonNode;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** The functions after a dense layer, by the names that their classes have in torch.nn. */
@SuppressWarnings("ImmutableEnumChecker") // the functions capture nothing
enum DenseActivation {
  IDENTITY("Identity", x -> x),
  TANH("Tanh", StrictMath::tanh),
  RELU("ReLU", x -> Math.max(x, 0)),
  /** With the exact normal distribution function: configurations can't name the other form. */
  GELU("GELU", x -> Approximations.gelu((float) x)),
  SILU("SiLU", x -> x * sigmoid(x)),
  SIGMOID("Sigmoid", DenseActivation::sigmoid),
  SOFTPLUS("Softplus", DenseActivation::softplus),
  MISH("Mish", x -> x * StrictMath.tanh(softplus(x))),
  ELU("ELU", x -> x > 0 ? x : StrictMath.expm1(x)),
  LEAKY_RELU("LeakyReLU", x -> x > 0 ? x : 0.01 * x),
  SOFTSIGN("Softsign", x -> x / (1 + Math.abs(x)));

  private final String className;
  private final DoubleUnaryOperator function;

  DenseActivation(String className, DoubleUnaryOperator function) {
    this.className = className;
    this.function = function;
  }

  /**
   * The activation of a class name: {@code torch.nn.modules.activation.Tanh}.
   *
   * @throws dev.lanewise.json.JsonException if it isn't supported
   */
  static DenseActivation of(JsonNode name) {
    String text = name.string();
    if (text.startsWith("torch.")) {
      String simpleName = text.substring(text.lastIndexOf('.') + 1);
      for (DenseActivation activation : values()) {
        if (activation.className.equals(simpleName)) {
          return activation;
        }
      }
    }
    throw name.error("unsupported activation " + name);
  }

  float of(float x) {
    return (float) function.applyAsDouble(x);
  }

  /** The name for people. */
  String label() {
    return className.toLowerCase(Locale.ROOT);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }
}
