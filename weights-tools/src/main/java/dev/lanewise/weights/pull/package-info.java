/**
 * A model of a hub, brought into the cache: {@link dev.lanewise.weights.pull.ModelPull} is the line
 * of what happens.
 *
 * <p>Nothing that a server says is believed before it is checked: names of files, sizes, checksums,
 * the form of its answers. A file appears in the cache when it is complete and has the checksum
 * that the hub gives it; until then it is an {@code .incomplete} one, which the next pull goes on
 * with. Which files a model needs is known in one place, {@link
 * dev.lanewise.weights.pull.NeededFiles}.
 */
package dev.lanewise.weights.pull;
