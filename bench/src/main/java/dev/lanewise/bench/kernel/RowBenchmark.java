package dev.lanewise.bench.kernel;

import dev.lanewise.engine.kernel.Activation;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What happens between matrix products: layer norm, GELU and SiLU over {@code [64][width]}, softmax
 * over a panel of {@code width} rows, dot products of {@code width} numbers. On one thread.
 *
 * <p>Three forks, for the same reason as in {@link LinearBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class RowBenchmark {
  private static final int ROWS = 64;

  @Param({"vector", "scalar"})
  public String kernel = "";

  @Param({"128", "384", "1536"})
  public int width;

  private RowWorkload workload = new RowWorkload("scalar", 1, 1);

  @Setup
  public void setUp() {
    workload = new RowWorkload(kernel, ROWS, width);
  }

  @Benchmark
  public float[] layerNorm() {
    return workload.addNormalize();
  }

  @Benchmark
  public float[] gelu() {
    return workload.activate(Activation.GELU);
  }

  @Benchmark
  public float[] silu() {
    return workload.activate(Activation.SILU);
  }

  @Benchmark
  public float[] softmax() {
    return workload.softmax();
  }

  @Benchmark
  public float dot() {
    return workload.dot();
  }
}
