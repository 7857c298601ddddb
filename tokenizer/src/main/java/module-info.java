/**
 * Text to token ids, as the tokenizer files of published transformer models describe it.
 *
 * <p>Depends on {@code java.base} only. {@code dev.lanewise.json} is the project's one JSON reader;
 * it is internal and exported to our own modules alone.
 */
@SuppressWarnings("module") // the engine is compiled later
module dev.lanewise.tokenizer {
  exports dev.lanewise.tokenizer;
  exports dev.lanewise.json to
      dev.lanewise.engine,
      dev.lanewise.weights;
}
