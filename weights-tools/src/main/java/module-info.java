/** What is done to model files before they are run. */
module dev.lanewise.weights {
  requires transitive dev.lanewise.engine;
  requires jzlib;
  requires java.net.http;
  requires org.apache.commons.compress;

  exports dev.lanewise.weights;
  exports dev.lanewise.weights.convert;
  exports dev.lanewise.weights.hub;
  exports dev.lanewise.weights.inspect;
  exports dev.lanewise.weights.pack;
  exports dev.lanewise.weights.pull;
  exports dev.lanewise.weights.quantize;
  exports dev.lanewise.weights.verify;
}
