package dev.lanewise.weights.quantize;

import dev.lanewise.engine.kernel.NarrowFloats;
import dev.lanewise.engine.weights.ElementType;
import dev.lanewise.engine.weights.Int8Weights;
import dev.lanewise.engine.weights.SafetensorsWriter;
import dev.lanewise.engine.weights.Tensor;
import dev.lanewise.weights.ModelFileException;
import dev.lanewise.weights.files.OutputTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A matrix on its way into another form, and how far its weights were moved. */
final class RoundedMatrix {
  private final Tensor source;
  private final WeightForm form;
  private final int rows;
  private final float[] row; // [columns]
  private final float[] scales; // INT8: [rows]

  private double maxError;
  private double squaredErrors;
  private double squares;

  RoundedMatrix(Tensor source, WeightForm form) {
    this.source = source;
    this.form = form;
    this.rows = size(source, 0);
    this.row = new float[size(source, 1)];
    this.scales = new float[form == WeightForm.INT8 ? rows : 0];
  }

  private static int size(Tensor tensor, int dimension) {
    long size = tensor.shape()[dimension];
    if (size > Integer.MAX_VALUE / Float.BYTES) {
      throw new ModelFileException(tensor.file(), tensor + " is too large");
    }
    return (int) size;
  }

  /** What is to be written for it. */
  List<OutputTensor> outputs() {
    List<OutputTensor> outputs = new ArrayList<>();
    if (form == WeightForm.INT8) {
      outputs.add(
          new OutputTensor(
              source.name() + Int8Weights.SCALE_SUFFIX,
              ElementType.F32,
              new long[] {rows},
              this::writeScales));
    }
    outputs.add(new OutputTensor(source.name(), form.type(), source.shape(), this::writeWeights));
    return outputs;
  }

  /** What became of it, once it has been written. */
  QuantizedTensor report() {
    return new QuantizedTensor(
        source.name(),
        LongStream.of(source.shape()).boxed().toList(),
        source.type().name(),
        form.type().name(),
        maxError,
        squares == 0 ? 0 : Math.sqrt(squaredErrors / squares));
  }

  /** The scales come first in the file, and the weights need them. */
  private void writeScales(WritableByteChannel channel) throws IOException {
    ByteBuffer buffer = littleEndian(Math.multiplyExact(rows, Float.BYTES));
    for (int i = 0; i < rows; i++) {
      read(i);
      scales[i] = NarrowFloats.int8Scale(row);
      buffer.putFloat(scales[i]);
    }
    SafetensorsWriter.writeFully(channel, buffer.flip());
  }

  private void writeWeights(WritableByteChannel channel) throws IOException {
    int rowBytes = row.length * form.type().bits() / Byte.SIZE;
    if (rowBytes == 0) {
      return;
    }
    int blockRows = Math.max(1, (1 << 20) / rowBytes);
    ByteBuffer buffer = littleEndian(blockRows * rowBytes);
    for (int i = 0; i < rows; i++) {
      read(i);
      putRow(i, buffer);
      if (!buffer.hasRemaining()) {
        SafetensorsWriter.writeFully(channel, buffer.flip());
        buffer.clear();
      }
    }
    SafetensorsWriter.writeFully(channel, buffer.flip());
  }

  private void read(int index) {
    long from = (long) index * row.length;
    source.read(from, row, 0, row.length);
    source.requireFinite(row, row.length, from);
  }

  private void putRow(int index, ByteBuffer to) {
    for (int k = 0; k < row.length; k++) {
      float weight = row[k];
      float rounded =
          switch (form) {
            case F32 -> {
              to.putFloat(weight);
              yield weight;
            }
            case BF16 -> {
              short bits = NarrowFloats.toBf16(weight);
              to.putShort(bits);
              yield NarrowFloats.fromBf16(bits);
            }
            case F16 -> {
              short bits = Float.floatToFloat16(weight);
              to.putShort(bits);
              yield Float.float16ToFloat(bits);
            }
            case INT8 -> {
              byte integer = NarrowFloats.toInt8(weight, scales[index]);
              to.put(integer);
              yield NarrowFloats.fromInt8(integer, scales[index]);
            }
          };
      if (!Float.isFinite(rounded)) {
        throw new ModelFileException(
            source.file(),
            "tensor "
                + source.name()
                + " holds "
                + weight
                + " at index "
                + ((long) index * row.length + k)
                + ", which is beyond the range of "
                + form);
      }
      double error = (double) rounded - weight;
      maxError = Math.max(maxError, Math.abs(error));
      squaredErrors += error * error;
      squares += (double) weight * weight;
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
