package dev.lanewise.weights.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** The manifest of a jar that holds a model. */
final class JarManifest {
  static final String NAME = JarFile.MANIFEST_NAME;

  private JarManifest() {}

  /**
   * The manifest's bytes. It gives the jar the name of a module, for that which Java would make of
   * a model's file name is often none ({@code bge.small.en.v1.5}).
   *
   * @param model the model's name on the class path
   */
  static byte[] of(String model) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .putValue(
            "Automatic-Module-Name", "lanewise.model._" + model.replaceAll("[^A-Za-z0-9]+", "_"));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      manifest.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
