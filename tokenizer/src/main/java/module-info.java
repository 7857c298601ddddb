/**
 * Text to token ids, as the tokenizer files of published transformer models describe it.
 *
 * <p>Depends on {@code java.base} only. {@code dev.lanewise.json} is the project's one JSON reader,
 * {@code dev.lanewise.files} the one place where a model's files are opened; both are internal and
 * exported to our own modules alone.
 */
@SuppressWarnings("module") // the engine is compiled later
module dev.lanewise.tokenizer {
  exports dev.lanewise.tokenizer;
  exports dev.lanewise.files to
      dev.lanewise.engine,
      dev.lanewise.weights;
  exports dev.lanewise.json to
      dev.lanewise.engine,
      dev.lanewise.weights;
}
