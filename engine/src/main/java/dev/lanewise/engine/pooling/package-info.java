/** From a sequence's hidden states to one vector, and to a unit vector. */
package dev.lanewise.engine.pooling;
