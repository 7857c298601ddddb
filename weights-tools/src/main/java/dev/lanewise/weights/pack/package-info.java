/**
 * A model's folder as one file, and back.
 *
 * <p>{@link dev.lanewise.weights.pack.Packer} writes archives whose bytes depend on nothing but the
 * files' names and contents; {@link dev.lanewise.weights.pack.Unpacker} reads those and other
 * people's, and believes nothing in them before it has been checked. {@link
 * dev.lanewise.weights.pack.ArchiveFormat} is the one place to register a format.
 */
package dev.lanewise.weights.pack;
