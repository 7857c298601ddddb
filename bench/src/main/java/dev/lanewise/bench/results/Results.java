package dev.lanewise.bench.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What one run found.
 *
 * @param setting where and how it was measured
 * @param limits what the machine can do at best
 * @param models for each model, what was measured with it
 * @param products matrix products by shape, on one thread
 * @param tokenizers tokenizing prose, on one thread
 * @param searches exact search
 * @param starts the command from its start to a vector
 * @param leftOut what was not measured
 */
public record Results(
    Setting setting,
    Limits limits,
    List<ModelResults> models,
    List<Product> products,
    List<TokenizerSpeed> tokenizers,
    List<Search> searches,
    List<ColdStart> starts,
    List<LeftOut> leftOut) {

  /** With a neighbour on its core a thread has about two thirds of its instruction rate. */
  private static final double UNDISTURBED = 0.9;

  /**
   * Whether nobody else was at work on the cores.
   *
   * @param coreShare the share of their best instruction rate that they had
   */
  public static boolean undisturbed(double coreShare) {
    return coreShare >= UNDISTURBED;
  }

  /**
   * These results with the parts that another run measured in their place: a comparison need not
   * have the machine to itself for an hour on end.
   *
   * @throws IllegalArgumentException if the other run was of another machine or commit
   */
  public Results with(Results other) {
    setting.requireSame(other.setting);
    return new Results(
        setting.load() > other.setting.load() ? setting : other.setting,
        other.limits,
        merged(models, other.models, ModelResults::model),
        other.products.isEmpty() ? products : other.products,
        other.tokenizers.isEmpty() ? tokenizers : other.tokenizers,
        other.searches.isEmpty() ? searches : other.searches,
        other.starts.isEmpty() ? starts : other.starts,
        merged(leftOut, other.leftOut, LeftOut::what));
  }

  /** All of both by name, those of the second in place of the first's. */
  private static <T> List<T> merged(List<T> first, List<T> second, Function<T, String> name) {
    Map<String, T> byName = new LinkedHashMap<>();
    first.forEach(result -> byName.put(name.apply(result), result));
    second.forEach(result -> byName.put(name.apply(result), result));
    return List.copyOf(byName.values());
  }

  /**
   * Where and how a run was measured.
   *
   * @param date the day, {@code 2026-01-31}
   * @param machine the processor's name
   * @param processors how many of them
   * @param threads how many threads each side had
   * @param system operating system and architecture
   * @param jdk the Java runtime
   * @param commit the commit of the sources; ends in {@code +} where files were changed since
   * @param load how many processors others kept busy when the run began; negative where the system
   *     doesn't tell
   * @param quick whether this was a smoke run, whose numbers mean little
   */
  public record Setting(
      String date,
      String machine,
      int processors,
      int threads,
      String system,
      String jdk,
      String commit,
      double load,
      boolean quick) {

    /**
     * Refuses a run that isn't of the same code on the same machine, whatever the day and the load.
     *
     * @throws IllegalArgumentException if it is another
     */
    public void requireSame(Setting other) {
      Setting sameDay =
          new Setting(
              date,
              other.machine,
              other.processors,
              other.threads,
              other.system,
              other.jdk,
              other.commit,
              load,
              other.quick);
      if (!equals(sameDay)) {
        throw new IllegalArgumentException(
            "results of " + this + " and of " + other + " don't belong together");
      }
    }

    /** Whether others were at work on the machine, so that the numbers aren't to be trusted. */
    public boolean busy() {
      return load > 0.25 * processors;
    }
  }

  /**
   * What the machine can do at best.
   *
   * @param oneThreadGflops fused multiply-adds of one thread, in 10^9 operations a second
   * @param gflops those of all threads together
   * @param oneThreadGigabytesPerSecond reading memory with one thread
   * @param gigabytesPerSecond reading memory with all threads
   */
  public record Limits(
      double oneThreadGflops,
      double gflops,
      double oneThreadGigabytesPerSecond,
      double gigabytesPerSecond) {}

  /**
   * One matrix product {@code [rows][inputs] x [inputs][outputs]}, in 10^9 operations a second.
   *
   * @param scalarGflops the plain loop; 0 where it was not measured
   * @param peakGflops the peak of one thread, the best of as many rounds as the product's, in turns
   * @param undisturbedRounds rounds in which nobody else was at work on the core
   * @param undisturbedShare the share of the peak in those rounds, their median; 0 if there are
   *     none
   */
  public record Product(
      int outputs,
      int inputs,
      int rows,
      double gflops,
      double scalarGflops,
      double peakGflops,
      int undisturbedRounds,
      double undisturbedShare) {

    /** The share of the peak. */
    public double peakShare() {
      return gflops / peakGflops;
    }

    /** Operations for each byte of operands and result, each counted once. */
    public double intensity() {
      double numbers = (double) outputs * inputs + (double) rows * (outputs + inputs);
      return 2.0 * rows * outputs * inputs / (numbers * Float.BYTES);
    }
  }

  /** Tokenizing prose, in 10^6 bytes of UTF-8 a second. */
  public record TokenizerSpeed(
      Contender contender,
      double megabytesPerSecond,
      double tokensPerSecond,
      double allocatedBytesPerToken) {}

  /**
   * Exact search for the ten best.
   *
   * @param form how the vectors are stored, and whether the best are scored anew
   * @param bytes what a search has to read
   * @param seconds the median of a search
   * @param gigabytesPerSecond the read bandwidth, measured right before
   * @param recall the share of the ten best in fp32 that are found
   */
  public record Search(
      String form,
      int vectors,
      int dimension,
      long bytes,
      double seconds,
      double gigabytesPerSecond,
      double recall) {}

  /**
   * The command from its start to a vector.
   *
   * @param variant how Java was started
   * @param seconds of wall-clock time, each run
   */
  public record ColdStart(String variant, List<Double> seconds) {}

  /** What was not measured, and why. */
  public record LeftOut(String what, String why) {}
}
