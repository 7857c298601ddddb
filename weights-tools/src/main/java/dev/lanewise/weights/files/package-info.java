/**
 * Model folders and weight files as the tools write them: complete or not at all.
 *
 * <p>Internal to the module. {@link dev.lanewise.weights.files.SafetensorsOutput} is the one place
 * that writes weights, {@link dev.lanewise.weights.files.AtomicFolder} the one that puts a folder
 * in its place, {@link dev.lanewise.weights.files.ModelFiles} knows which files of a model are
 * what.
 */
package dev.lanewise.weights.files;
