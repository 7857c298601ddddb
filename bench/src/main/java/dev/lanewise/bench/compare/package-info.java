/**
 * The comparison: other runtimes and Lanewise on the same models and texts, side by side in one
 * process.
 *
 * <p>{@link dev.lanewise.bench.compare.Main} is the command, {@link
 * dev.lanewise.bench.compare.Comparison} the order of things: vectors are compared first, and what
 * differs is not timed. A runtime is a {@link dev.lanewise.bench.compare.Peer}; those that need
 * native libraries are in the source folder {@code src/peers}, which the Maven profile {@code
 * peers} adds, and are found as services. Each measure is a class of its own.
 *
 * <p>Sides take turns, round by round, so that a machine that slows down slows all of them.
 */
package dev.lanewise.bench.compare;
