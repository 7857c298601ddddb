package dev.lanewise.weights.read.torch;

import dev.lanewise.engine.weights.ElementType;

/**
 * A run of elements that tensors are views of.
 *
 * @param type the type of its elements
 * @param typeName the name of its class in Python
 * @param key its name in the file
 * @param offset its first element in what the file has under that name
 * @param elements how many there are
 */
record TorchStorage(ElementType type, String typeName, String key, long offset, long elements) {}
