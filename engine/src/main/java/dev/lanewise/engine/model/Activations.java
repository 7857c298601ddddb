package dev.lanewise.engine.model;

import dev.lanewise.engine.kernel.Activation;
import dev.lanewise.json.JsonNode;

/** The names that configurations give to activations. */
public final class Activations {
  private Activations() {}

  /**
   * The activation of a {@code hidden_act}.
   *
   * @throws dev.lanewise.json.JsonException if it isn't supported
   */
  public static Activation of(JsonNode name) {
    return switch (name.string()) {
      case "gelu", "gelu_python" -> Activation.GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> Activation.GELU_TANH;
      case "relu" -> Activation.RELU;
      case "silu", "swish" -> Activation.SILU;
      case "tanh" -> Activation.TANH;
      case "linear" -> Activation.IDENTITY;
      default -> throw name.error("unsupported activation " + name);
    };
  }
}
