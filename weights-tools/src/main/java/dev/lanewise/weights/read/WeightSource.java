package dev.lanewise.weights.read;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of one or several weight files that belong together.
 *
 * @param path the file, or the index or folder that ties files together
 * @param format the name of the format, for people
 * @param tensors the tensors, in the order of the file
 * @param metadata what the file says besides
 */
public record WeightSource(
    Path path, String format, List<SourceTensor> tensors, Map<String, String> metadata) {}
