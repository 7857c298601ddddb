package dev.lanewise.weights.pull;

import dev.lanewise.weights.hub.ModelName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model in the cache.
 *
 * @param model its name
 * @param commit the commit that it is
 * @param folder its folder
 * @param licence its licence, if the hub states one and was asked
 * @param files how many files it has here
 * @param fetched how many bytes were fetched, others having been there
 * @param toConvert its files with weights that must be converted before they can be run
 */
public record PulledModel(
    ModelName model,
    String commit,
    Path folder,
    Optional<String> licence,
    int files,
    long fetched,
    List<String> toConvert) {}
