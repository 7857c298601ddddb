/**
 * Models with narrower weights: the engine's f16, bf16 and int8 as valid safetensors, described in
 * {@code docs/weights-format.md}.
 *
 * <p>{@link dev.lanewise.weights.quantize.Quantizer} rounds exactly as the engine does when it is
 * asked to hold a wide file's weights so.
 */
package dev.lanewise.weights.quantize;
