package dev.lanewise.weights.convert;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a transformer's tensors as today's checkpoints give them: without what training
 * tools put in front, and with the words for norms that replaced TensorFlow's.
 */
final class TensorNames {
  /** What wrappers put before every name. */
  private static final List<String> WRAPPERS =
      List.of("module.", "0.auto_model.", "auto_model.", "0.model.");

  /** Buffers that count from 0, which are no weights; old versions stored them. */
  private static final Pattern BUFFER = Pattern.compile("(^|\\.)position_ids$");

  private TensorNames() {}

  /** The name a tensor gets, or nothing if it isn't needed. */
  static Optional<String> clean(String name) {
    if (BUFFER.matcher(name).find()) {
      return Optional.empty();
    }
    String clean = name;
    for (String wrapper : WRAPPERS) {
      if (clean.startsWith(wrapper)) {
        clean = clean.substring(wrapper.length());
      }
    }
    if (clean.endsWith(".gamma")) {
      clean = clean.substring(0, clean.length() - "gamma".length()) + "weight";
    } else if (clean.endsWith(".beta")) {
      clean = clean.substring(0, clean.length() - "beta".length()) + "bias";
    }
    return Optional.of(clean);
  }
}
