/** Gemma 3 (Gemma Team 2025), its text model: EmbeddingGemma. */
package dev.lanewise.engine.model.gemma3;
