/** What is done to model files before they are run. */
module dev.lanewise.weights {
  requires transitive dev.lanewise.engine;

  exports dev.lanewise.weights;
  exports dev.lanewise.weights.quantize;
  exports dev.lanewise.weights.verify;
}
