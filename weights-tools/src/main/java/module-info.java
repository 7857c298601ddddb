/** Looking at model files. */
module dev.lanewise.weights {
  requires transitive dev.lanewise.engine;

  exports dev.lanewise.weights;
}
