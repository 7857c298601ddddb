package dev.lanewise.bench.kernel;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Matrix products at the shapes of published encoders, on one thread. The counter {@code
 * operations} is in floating-point operations a second.
 *
 * <p>Three forks: the compiler's choices differ from one process to the next more than one
 * measurement from another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class LinearBenchmark {
  /** The layers of an encoder: outputs x inputs. */
  public enum Shape {
    MINILM_QKV(1152, 384),
    MINILM_UP(1536, 384),
    MINILM_DOWN(384, 1536),
    BERT_BASE_UP(3072, 768),
    BERT_BASE_DOWN(768, 3072);

    private final int outputs;
    private final int inputs;

    Shape(int outputs, int inputs) {
      this.outputs = outputs;
      this.inputs = inputs;
    }
  }

  @Param({"vector", "scalar"})
  public String kernel = "";

  @Param public Shape shape = Shape.MINILM_UP;

  @Param({"1", "12", "49", "1008"})
  public int rows;

  private LinearWorkload workload = new LinearWorkload("scalar", 1, 1, 1);

  /** Turns computations into operations. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Counters {
    public long operations;
  }

  @Setup
  public void setUp() {
    workload = new LinearWorkload(kernel, rows, shape.outputs, shape.inputs);
  }

  @Benchmark
  public float[] linear(Counters counters) {
    counters.operations += workload.operations();
    return workload.compute();
  }
}
