package dev.lanewise.engine.projection;

import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The modules there are: the one place to register a new one. */
public final class ModuleTypes {
  private static final Map<String, Function<ModelPath, ModuleConfig>> TYPES =
      Map.of(
          "Dense", DenseConfig::read,
          "LayerNorm", LayerNormConfig::read,
          "Normalize", NormalizeConfig::read);

  private ModuleTypes() {}

  /**
   * The module in a folder; empty if there is none of this type.
   *
   * @param type the name of its class in the reference
   * @throws JsonException if its files are damaged or ask for what isn't supported
   */
  public static Optional<ModuleConfig> read(String type, ModelPath folder) {
    return Optional.ofNullable(TYPES.get(type)).map(read -> read.apply(folder));
  }
}
