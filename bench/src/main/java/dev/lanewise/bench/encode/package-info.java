/** Texts to vectors, as an application does it. */
package dev.lanewise.bench.encode;
