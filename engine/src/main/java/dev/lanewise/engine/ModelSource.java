package dev.lanewise.engine;

import dev.lanewise.engine.files.ClassPathModel;
import dev.lanewise.files.ModelPath;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Where a model is to be found.
 *
 * @param name what the user calls it, for messages
 * @param finder finds its folder; what it maps lives as long as the arena
 */
record ModelSource(String name, Function<Arena, ModelPath> finder) {
  /** A folder, or a zip archive or jar that holds one. */
  static ModelSource of(Path path) {
    return new ModelSource(path.toString(), arena -> ModelPath.open(path, arena));
  }

  /**
   * A model on the class path, as the thread's context class loader sees it and, if it doesn't, as
   * our own class loader does.
   */
  static ModelSource resource(String name) {
    return resource(
        name,
        Stream.of(
                Thread.currentThread().getContextClassLoader(),
                ModelSource.class.getClassLoader(),
                ClassLoader.getSystemClassLoader())
            .filter(Objects::nonNull)
            .distinct()
            .toList());
  }

  /** A model on the class path as a class loader sees it. */
  static ModelSource resource(String name, ClassLoader loader) {
    return resource(name, List.of(loader));
  }

  private static ModelSource resource(String name, List<ClassLoader> loaders) {
    return new ModelSource(name, arena -> ClassPathModel.open(name, loaders, arena));
  }
}
