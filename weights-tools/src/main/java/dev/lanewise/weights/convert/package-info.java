/**
 * Published weights of other formats as a folder with {@code model.safetensors} that {@link
 * dev.lanewise.engine.SentenceEncoder} opens. Elements are taken over bit by bit.
 */
package dev.lanewise.weights.convert;
