package dev.lanewise.engine.kernel;

/**
 * The weights of a linear layer, laid out once for the kernel that multiplies with them.
 *
 * <p>The outputs are cut into panels of a width that suits the kernel; a panel holds its columns of
 * the transposed weights, {@code [inputs][width]}, so that a kernel reads it from front to end. The
 * last panel is padded with zeros. Only the kernel that packed a matrix can read it.
 */
public abstract class PackedMatrix {
  private final int outputs;
  private final int inputs;
  private final int panelWidth;
  private final int weightBytes;

  /**
   * @param weightBytes bytes that a weight takes
   */
  protected PackedMatrix(int outputs, int inputs, int panelWidth, int weightBytes) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.panelWidth = panelWidth;
    this.weightBytes = weightBytes;
  }

  /** Rows of the weights as they are stored: columns of the result (n). */
  public final int outputs() {
    return outputs;
  }

  /** Columns of the weights as they are stored: the inner dimension (k). */
  public final int inputs() {
    return inputs;
  }

  /** Outputs that a panel computes. */
  public final int panelWidth() {
    return panelWidth;
  }

  /** The memory it takes, padding included, in bytes. */
  public final long bytes() {
    return (long) panels() * panelWidth * inputs * weightBytes;
  }

  public final int panels() {
    return Math.ceilDiv(outputs, panelWidth);
  }

  /** How many outputs of a panel are real ones. */
  public final int columnsOf(int panel) {
    return Math.min(panelWidth, outputs - panel * panelWidth);
  }
}
