package dev.lanewise.engine.kernel;

/** A function applied to each element of a linear layer's result. */
public enum Activation {
  /** x. */
  IDENTITY,
  /** x Φ(x) with the exact normal distribution function: {@code gelu} in model configurations. */
  GELU,
  /** The tanh approximation of it: {@code gelu_new}, {@code gelu_pytorch_tanh}. */
  GELU_TANH,
  /** max(x, 0). */
  RELU,
  /** x σ(x). */
  SILU,
  /** tanh x. */
  TANH
}
