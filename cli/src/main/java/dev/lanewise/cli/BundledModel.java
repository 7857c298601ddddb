package dev.lanewise.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The model that comes with the project. */
final class BundledModel {
  /** Where the launcher finds the project. */
  private static final String HOME_PROPERTY = "lanewise.home";

  private BundledModel() {}

  /** Its folder. */
  static Path folder() {
    String home = System.getProperty(HOME_PROPERTY);
    Path folder = Path.of(home == null ? "." : home, "models", "lanewise-mini");
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "the bundled model isn't at " + folder + "; name a model folder with --model");
    }
    return folder;
  }
}
