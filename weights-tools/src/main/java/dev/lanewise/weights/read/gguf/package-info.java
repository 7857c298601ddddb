/** GGUF, the format of llama.cpp: facts and a table of tensors, then their elements. */
package dev.lanewise.weights.read.gguf;
