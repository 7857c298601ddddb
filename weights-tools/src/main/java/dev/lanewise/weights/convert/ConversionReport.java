package dev.lanewise.weights.convert;

import java.nio.file.Path;
import java.util.List;

/**
 * What a conversion did.
 *
 * @param source the weights that were converted
 * @param format the name of their format
 * @param tensors how many there are now
 * @param bytes the size of the new weight file
 * @param notes what a user should know: what was renamed, left out or assumed
 */
public record ConversionReport(
    Path source, String format, int tensors, long bytes, List<String> notes) {
  public ConversionReport {
    notes = List.copyOf(notes);
  }
}
