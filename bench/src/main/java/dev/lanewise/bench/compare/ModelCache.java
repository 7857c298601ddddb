package dev.lanewise.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of models to measure with, which the script makes and version control doesn't keep.
 *
 * @param bench the folder of this module
 */
record ModelCache(Path bench) {
  /**
   * Model folders, made where they are missing.
   *
   * @throws IllegalArgumentException if one is missing and can't be made
   */
  List<Path> ready(List<String> names, Optional<Path> python, Optional<Path> vocabulary)
      throws IOException {
    List<Path> folders = new ArrayList<>();
    for (String name : names) {
      Path folder = bench.resolve("models-cache").resolve(name);
      // The script writes this file last.
      if (!Files.exists(folder.resolve("made.json"))) {
        if (python.isEmpty() || vocabulary.isEmpty()) {
          throw new IllegalArgumentException(
              folder + " is missing; --python and --vocabulary are needed to make it");
        }
        make(name, python.get(), vocabulary.get());
      }
      folders.add(folder);
    }
    return folders;
  }

  private void make(String name, Path python, Path vocabulary) throws IOException {
    Process process =
        new ProcessBuilder(
                python.toString(),
                bench.resolve("scripts/make_models.py").toString(),
                bench.resolve("models-cache").toString(),
                "--model",
                name,
                "--vocabulary",
                vocabulary.toString())
            .inheritIO()
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IllegalArgumentException(
            "no model " + name + " in " + bench.resolve("models-cache") + ", nor could it be made");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
