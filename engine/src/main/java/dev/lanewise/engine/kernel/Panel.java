package dev.lanewise.engine.kernel;

/**
 * A scratch matrix {@code [rows][width]} in a kernel's own layout, reused from use to use.
 *
 * <p>Only the first {@link #columns()} columns of each row mean something; the rest is padding that
 * a kernel may compute on and must not read a meaning into.
 */
public abstract class Panel {
  private int columns;

  /** The columns in use. */
  public final int columns() {
    return columns;
  }

  /**
   * Makes room for a matrix; what the panel held is lost.
   *
   * @param columns at most the {@link Kernels#panelColumns()} of the kernel
   */
  public final void resize(int rows, int columns) {
    this.columns = columns;
    ensure(rows, columns);
  }

  protected abstract void ensure(int rows, int columns);
}
