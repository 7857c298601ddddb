package dev.lanewise.bench.compare;

import dev.lanewise.bench.results.Results;
import dev.lanewise.bench.results.Results.Product;
import dev.lanewise.bench.results.Statistics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The rounds of a product of one shape, and what comes of them. */
final class ProductRounds {
  private static final int ENOUGH_UNDISTURBED = 3;
  private static final int LEAST_ROUNDS = 5;

  private final int outputs;
  private final int inputs;
  private final int rows;
  private final List<Round> rounds = new ArrayList<>();

  /**
   * Each side's turn, in 10^9 operations a second.
   *
   * @param scalar the plain loop's; 0 where it has no turn
   * @param instructionRate the lesser of those before the product's turn and after the peak's
   */
  record Round(double product, double peak, double scalar, double instructionRate) {}

  ProductRounds(int outputs, int inputs, int rows) {
    this.outputs = outputs;
    this.inputs = inputs;
    this.rows = rows;
  }

  void add(Round round) {
    rounds.add(round);
  }

  /**
   * Whether there are enough undisturbed rounds, or at least enough rounds once time is up: a
   * neighbour may stay for long.
   *
   * @param share the share of the best for an instruction rate
   */
  boolean enough(boolean timeIsUp, DoubleUnaryOperator share) {
    return undisturbed(share).size() >= ENOUGH_UNDISTURBED
        || (timeIsUp && rounds.size() >= LEAST_ROUNDS);
  }

  /**
   * The best of each side, and the share of the peak where nobody disturbed the round.
   *
   * @param share the share of the best for an instruction rate
   */
  Product product(DoubleUnaryOperator share) {
    List<Double> shares =
        undisturbed(share).stream().map(round -> round.product / round.peak).toList();
    return new Product(
        outputs,
        inputs,
        rows,
        best(Round::product),
        best(Round::scalar),
        best(Round::peak),
        shares.size(),
        shares.isEmpty() ? 0 : Statistics.median(shares));
  }

  private List<Round> undisturbed(DoubleUnaryOperator share) {
    return rounds.stream()
        .filter(round -> Results.undisturbed(share.applyAsDouble(round.instructionRate)))
        .toList();
  }

  private double best(ToDoubleFunction<Round> side) {
    return rounds.stream().mapToDouble(side).max().orElse(0);
  }
}
