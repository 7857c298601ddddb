package dev.lanewise.engine.projection;

import dev.lanewise.engine.kernel.Kernels;
import dev.lanewise.engine.pooling.UnitNorm;
import dev.lanewise.files.ModelPath;
import dev.lanewise.json.JsonNode;
import java.lang.foreign.Arena;

/** Scales a vector to length one. */
public record NormalizeConfig() implements ModuleConfig {
  /**
   * Reads a module's folder, which need not exist: before version 6 the module had no file, and
   * hubs don't keep empty folders.
   *
   * @throws dev.lanewise.json.JsonException if its configuration is damaged, or for something else
   *     than the vectors of texts
   */
  static NormalizeConfig read(ModelPath folder) {
    ModelPath file = folder.resolve("config.json");
    if (file.exists()) {
      ModuleFiles.requireVectors(JsonNode.read(file));
    }
    return new NormalizeConfig();
  }

  @Override
  public VectorModule load(int inputs, Kernels kernels, Arena arena) {
    return new UnitLength(inputs);
  }

  @Override
  public String description() {
    return "normalize";
  }

  private record UnitLength(int outputs) implements VectorModule {
    @Override
    public float[] apply(float[] vector) {
      UnitNorm.normalize(vector);
      return vector;
    }
  }
}
