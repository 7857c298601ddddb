package dev.lanewise.weights.read.onnx;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.WeightSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The constants of an ONNX model and the operations that use them.
 *
 * @param source the initializers
 * @param nodes the operations of the graph
 */
public record OnnxFile(WeightSource source, List<Node> nodes) {
  /** Far more than models have; each is larger here than it has to be in the file. */
  private static final int MAX_PARTS = 1_000_000;

  /**
   * An operation.
   *
   * @param type its operator
   * @param inputs the names of its inputs
   * @param outputs the names of its outputs
   */
  public record Node(String type, List<String> inputs, List<String> outputs) {}

  /**
   * Reads a model.
   *
   * @throws ModelFileException if it is damaged
   */
  public static OnnxFile open(Path file, MemorySegment bytes, Arena arena) throws IOException {
    Map<String, String> metadata = new TreeMap<>();
    List<SourceTensor> tensors = new ArrayList<>();
    List<Node> nodes = new ArrayList<>();
    ProtoReader model = new ProtoReader(file, "ONNX model", bytes);
    boolean graph = false;
    while (model.next()) {
      switch (model.field()) {
        case 1 -> metadata.put("ir_version", Long.toString(model.integer()));
        case 2 -> metadata.put("producer_name", model.text());
        case 3 -> metadata.put("producer_version", model.text());
        case 7 -> {
          graph = true;
          readGraph(file, model.message("ONNX graph"), arena, tensors, nodes);
        }
        default -> model.skip();
      }
    }
    if (!graph) {
      throw new ModelFileException(file, "is not an ONNX model: it has no graph");
    }
    Set<String> names = new HashSet<>();
    for (SourceTensor tensor : tensors) {
      if (!names.add(tensor.name())) {
        throw new ModelFileException(file, "has tensor " + tensor.name() + " twice");
      }
    }
    return new OnnxFile(new WeightSource(file, "ONNX", tensors, metadata), nodes);
  }

  private static void readGraph(
      Path file, ProtoReader graph, Arena arena, List<SourceTensor> tensors, List<Node> nodes)
      throws IOException {
    while (graph.next()) {
      switch (graph.field()) {
        case 1 -> nodes.add(node(graph.message("ONNX node")));
        case 5 -> tensors.add(OnnxTensor.read(file, graph.message("ONNX tensor"), arena));
        case 15 -> throw graph.fault("has a sparse tensor, which is not supported");
        default -> graph.skip();
      }
      if (nodes.size() > MAX_PARTS || tensors.size() > MAX_PARTS) {
        throw graph.fault("has more than " + MAX_PARTS + " parts");
      }
    }
  }

  private static Node node(ProtoReader proto) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    String type = "";
    while (proto.next()) {
      switch (proto.field()) {
        case 1 -> inputs.add(proto.text());
        case 2 -> outputs.add(proto.text());
        case 4 -> type = proto.text();
        default -> proto.skip();
      }
    }
    return new Node(type, inputs, outputs);
  }
}
