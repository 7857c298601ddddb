package dev.lanewise.engine.model;

import dev.lanewise.engine.layer.RotaryPositions;
import dev.lanewise.json.JsonNode;
import java.util.Optional;

/**
 * What a {@code config.json} says about rotary positions: since transformers 5 in {@code
 * rope_parameters}, for all layers or for each kind, before that in {@code rope_theta} (or a name
 * of the family's own) and {@code rope_scaling}.
 */
public final class RotarySettings {
  private static final double MAX_BASE = 1e12;

  private RotarySettings() {}

  /**
   * Positions of all layers.
   *
   * @param baseKey where older configurations have the base
   * @param base what it is where nothing is said
   */
  public static RotaryPositions read(Settings settings, String baseKey, double base, int headSize) {
    settings.json().find("rope_scaling").ifPresent(RotarySettings::refuseScaling);
    return read(settings, settings.json().find("rope_parameters"), baseKey, base, headSize);
  }

  /**
   * Positions of the layers of a kind.
   *
   * @param kind {@code full_attention} or {@code sliding_attention}
   */
  public static RotaryPositions read(
      Settings settings, String kind, String baseKey, double base, int headSize) {
    settings.json().find("rope_scaling").ifPresent(RotarySettings::refuseScaling);
    Optional<JsonNode> parameters =
        settings.json().find("rope_parameters").flatMap(kinds -> kinds.find(kind));
    return read(settings, parameters, baseKey, base, headSize);
  }

  private static void refuseScaling(JsonNode parameters) {
    String type = type(parameters);
    if (!type.equals("default")) {
      throw parameters.error("unsupported scaling of rotary positions: " + type);
    }
  }

  private static RotaryPositions read(
      Settings settings, Optional<JsonNode> parameters, String baseKey, double base, int headSize) {
    if (headSize % 2 != 0) {
      throw settings.json().error("rotary positions need an even head size, found " + headSize);
    }
    double told = base(settings, baseKey, base);
    parameters.ifPresent(
        node -> {
          // First, for the others have keys of their own, which say less than their name.
          refuseScaling(node);
          node.allowOnly("rope_type", "type", "rope_theta", "partial_rotary_factor");
          new Settings(node).number("partial_rotary_factor", 1, 1, 1);
        });
    return RotaryPositions.of(
        parameters.map(node -> base(new Settings(node), "rope_theta", told)).orElse(told),
        headSize);
  }

  /** The base of the angles. */
  public static double base(Settings settings, String key, double fallback) {
    return settings.number(key, fallback, 1, MAX_BASE);
  }

  /** The name of a scaling, under the key of either age. */
  public static String type(JsonNode scaling) {
    String key = new Settings(scaling).either("rope_type", "type");
    return scaling.getOr(key, "default", JsonNode::string);
  }
}
