/**
 * The files that a model consists of, wherever they are: in a folder, in a zip archive or jar, or
 * behind a class loader.
 *
 * <p>{@link dev.lanewise.files.ModelPath} is what readers are given and the one place where files
 * are opened: small ones are read, large ones mapped. A {@link dev.lanewise.files.FileTree} is
 * where they are; {@link dev.lanewise.files.ZipArchive} believes nothing that an archive says of
 * itself before it has been checked. Internal: exported to our modules only.
 */
package dev.lanewise.files;
