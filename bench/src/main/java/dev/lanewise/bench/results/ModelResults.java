package dev.lanewise.bench.results;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * What was measured with one model.
 *
 * @param model the name of its folder
 * @param shape its shape in words
 * @param agreements how alike the vectors are, found before anything is timed
 * @param throughputs whole corpora
 * @param queries one short text at a time
 * @param batchSizes texts a second by texts in a call
 * @param lengths tokens a second by tokens in a text
 * @param threads texts a second by threads
 * @param callers texts a second, one text a call, by callers at the same time
 * @param starts the first calls of fresh processes
 * @param allocations what encoding leaves to the garbage collector
 */
public record ModelResults(
    String model,
    String shape,
    List<Agreement> agreements,
    List<Throughput> throughputs,
    List<Latency> queries,
    List<Curve> batchSizes,
    List<Curve> lengths,
    List<Curve> threads,
    List<Curve> callers,
    List<WarmUp> starts,
    List<Allocation> allocations) {

  /**
   * How alike a contender's vectors are to those of Lanewise in fp32.
   *
   * @param leastCosine the cosine of the text where it is least
   * @param greatestDifference the greatest difference of a component
   */
  public record Agreement(Contender contender, double leastCosine, double greatestDifference) {}

  /**
   * A corpus, encoded in one call.
   *
   * @param gflop the arithmetic that its vectors need, in 10^9 operations
   * @param seconds each round
   * @param peakGflops the machine's peak with as many threads, the median of a measurement each
   *     round
   * @param coreShares for each round, the share of the cores' best instruction rate that the slower
   *     core had, before or after, whichever was less; empty where it wasn't measured
   */
  public record Throughput(
      Contender contender,
      int texts,
      long tokens,
      double gflop,
      List<Double> seconds,
      double peakGflops,
      List<Double> coreShares) {
    private static final int LEAST_UNDISTURBED = 2;

    /** The median round: what ratios are taken of. */
    public double medianSeconds() {
      return Statistics.median(seconds);
    }

    /** The best round. */
    public double bestSeconds() {
      return Statistics.quantile(seconds, 0);
    }

    /** The median of the undisturbed rounds; empty if there are fewer than two. */
    public OptionalDouble undisturbedSeconds() {
      List<Double> undisturbed =
          IntStream.range(0, coreShares.size())
              .filter(round -> Results.undisturbed(coreShares.get(round)))
              .mapToObj(seconds::get)
              .toList();
      return undisturbed.size() < LEAST_UNDISTURBED
          ? OptionalDouble.empty()
          : OptionalDouble.of(Statistics.median(undisturbed));
    }
  }

  /** One short text at a time, in milliseconds. */
  public record Latency(
      Contender contender, int calls, int leastTokens, int mostTokens, double p50, double p99) {}

  /** A rate that depends on something. */
  public record Curve(Contender contender, List<Point> points) {}

  /** A point of a curve. */
  public record Point(double x, double y) {}

  /**
   * The first calls of a fresh process, one short text each; the median of some processes.
   *
   * @param openMilliseconds opening the model
   * @param callMilliseconds each call
   * @param residentMegabytes the process's memory after them; 0 where the system doesn't tell
   */
  public record WarmUp(
      Contender contender,
      double openMilliseconds,
      List<Double> callMilliseconds,
      double residentMegabytes) {}

  /**
   * What encoding allocates on the Java heap, by all threads, once it is warm.
   *
   * @param texts texts in the call
   * @param tokensPerText tokens in each of them
   * @param bytesPerText allocated for each
   * @param resultBytesPerText of which are the vector's components
   */
  public record Allocation(
      Contender contender,
      int texts,
      int tokensPerText,
      double bytesPerText,
      double resultBytesPerText) {}
}
