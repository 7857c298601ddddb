package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Contender;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Where a side's tokenizer comes from.
 *
 * @param contender which side
 * @param opener loads the tokenizer of a model folder
 */
public record TokenizerSource(Contender contender, Function<Path, TokenizerPeer> opener) {}
