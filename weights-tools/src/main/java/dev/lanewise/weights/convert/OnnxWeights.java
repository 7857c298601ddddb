package dev.lanewise.weights.convert;

import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.files.OutputTensor;
import dev.lanewise.weights.read.SourceTensor;
import dev.lanewise.weights.read.onnx.OnnxFile;
import dev.lanewise.weights.read.onnx.OnnxFile.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The weights in an exported graph. The exporter turns the weight of a linear layer into an
 * anonymous transposed constant {@code [inputs][outputs]} of a MatMul, whose result an Add brings
 * together with the layer's bias, which keeps its name: so the weight's name is found again.
 */
final class OnnxWeights {
  /** A parameter as modules name it: {@code embeddings.LayerNorm.weight}. */
  private static final Pattern PARAMETER =
      Pattern.compile("[A-Za-z_][\\w.]*\\.(weight|bias|gamma|beta)");

  private static final String BIAS = ".bias";

  private final Path file;
  private final Map<String, SourceTensor> constants = new HashMap<>();
  private final Map<String, List<Node>> users = new HashMap<>();
  private final List<Node> nodes;

  private OnnxWeights(OnnxFile onnx) {
    this.file = onnx.source().path();
    this.nodes = onnx.nodes();
    onnx.source().tensors().forEach(tensor -> constants.put(tensor.name(), tensor));
    for (Node node : nodes) {
      node.inputs()
          .forEach(input -> users.computeIfAbsent(input, _ -> new ArrayList<>()).add(node));
    }
  }

  /**
   * The parameters of a graph under the names of the modules they were exported from.
   *
   * @throws ModelFileException if the name of a matrix can't be found
   */
  static List<OutputTensor> of(OnnxFile onnx) {
    OnnxWeights weights = new OnnxWeights(onnx);
    List<OutputTensor> outputs = new ArrayList<>();
    Set<String> recovered = new HashSet<>();
    for (Node node : weights.nodes) {
      weights.recover(node, outputs, recovered);
    }
    for (SourceTensor tensor : onnx.source().tensors()) {
      if (recovered.contains(tensor.name())) {
        continue;
      }
      if (PARAMETER.matcher(tensor.name()).matches()) {
        weights.requireReadable(tensor);
        TensorNames.clean(tensor.name()).map(tensor::output).ifPresent(outputs::add);
      } else if (tensor.shape().length > 1 && tensor.elements() > 1 && weights.isFloat(tensor)) {
        throw new ModelFileException(
            weights.file,
            tensor
                + " has no name of a parameter, and none was found for it in the graph: the model was"
                + " optimized or quantized after its export; convert the original checkpoint");
      }
    }
    return outputs;
  }

  private void recover(Node matMul, List<OutputTensor> outputs, Set<String> recovered) {
    if (!matMul.type().equals("MatMul") || matMul.inputs().size() != 2) {
      return;
    }
    SourceTensor constant = constants.get(matMul.inputs().get(1));
    if (constant == null
        || constant.shape().length != 2
        || PARAMETER.matcher(constant.name()).matches()) {
      return;
    }
    biasAfter(matMul)
        .ifPresent(
            bias -> {
              requireReadable(constant);
              String stem = bias.substring(0, bias.length() - BIAS.length());
              if (recovered.add(constant.name())) {
                outputs.add(transposed(constant, stem + ".weight"));
              }
            });
  }

  /** The name of the constant that an Add brings together with a product. */
  private Optional<String> biasAfter(Node matMul) {
    for (Node add : users.getOrDefault(matMul.outputs().getFirst(), List.of())) {
      if (add.type().equals("Add")) {
        for (String input : add.inputs()) {
          if (constants.containsKey(input) && input.endsWith(BIAS)) {
            return TensorNames.clean(input);
          }
        }
      }
    }
    return Optional.empty();
  }

  private boolean isFloat(SourceTensor tensor) {
    return tensor.type().map(type -> type.isFloat()).orElse(true);
  }

  private void requireReadable(SourceTensor tensor) {
    if (tensor.type().isEmpty()) {
      throw new ModelFileException(file, tensor + " is of a type that isn't supported");
    }
  }

  /** The constant with rows and columns exchanged: {@code [outputs][inputs]}. */
  private OutputTensor transposed(SourceTensor tensor, String name) {
    long rows = tensor.shape()[0];
    long columns = tensor.shape()[1];
    int width = tensor.type().orElseThrow().bits() / Byte.SIZE;
    if (rows * columns * width > Integer.MAX_VALUE - Byte.SIZE) {
      throw new ModelFileException(file, tensor + " is too large");
    }
    return new OutputTensor(
        name,
        tensor.type().orElseThrow(),
        new long[] {columns, rows},
        channel -> writeTransposed(tensor, (int) rows, (int) columns, width, channel));
  }

  private static void writeTransposed(
      SourceTensor tensor, int rows, int columns, int width, WritableByteChannel channel)
      throws IOException {
    ByteArrayOutputStream held = new ByteArrayOutputStream(rows * columns * width);
    tensor.content().writeTo(Channels.newChannel(held));
    byte[] from = held.toByteArray();
    byte[] to = new byte[from.length];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        System.arraycopy(from, (r * columns + c) * width, to, (c * rows + r) * width, width);
      }
    }
    ByteBuffer buffer = ByteBuffer.wrap(to);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
