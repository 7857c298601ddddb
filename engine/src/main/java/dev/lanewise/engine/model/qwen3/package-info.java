/** Qwen3 (Yang et al. 2025): the decoder of Qwen3-Embedding. */
package dev.lanewise.engine.model.qwen3;
