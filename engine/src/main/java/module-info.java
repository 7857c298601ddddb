/** Token ids to vectors: the encoder, its kernels, its weights, and search. */
@SuppressWarnings("module") // the modules it exports to are compiled later
module dev.lanewise.engine {
  requires transitive dev.lanewise.tokenizer;
  // Present or not is decided when the kernel is chosen; see KernelSelector.
  requires static jdk.incubator.vector;
  // Present or not is decided when the first span begins; see Tracing.
  requires static jdk.jfr;

  exports dev.lanewise.engine;
  exports dev.lanewise.engine.search;
  exports dev.lanewise.engine.files to
      dev.lanewise.cli,
      dev.lanewise.weights;
  exports dev.lanewise.engine.kernel to
      dev.lanewise.weights;
  exports dev.lanewise.engine.measure to
      dev.lanewise.cli;
  exports dev.lanewise.engine.weights to
      dev.lanewise.weights;
}
