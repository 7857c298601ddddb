package dev.lanewise.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.bench.compare.ProductRounds.Round;
import dev.lanewise.bench.results.Results.Product;
import org.junit.jupiter.api.Test;

class ProductRoundsTest {
  private final ProductRounds rounds = new ProductRounds(384, 1536, 48);

  @Test
  void theBestOfAllRoundsAndTheShareOfUndisturbedOnes() {
    rounds.add(new Round(70, 100, 2, 6));
    rounds.add(new Round(90, 100, 3, 9));
    rounds.add(new Round(76, 80, 1, 10));
    rounds.add(new Round(80, 100, 1, 9.5));
    assertEquals(
        new Product(384, 1536, 48, 90, 3, 100, 3, 0.9), rounds.product(ProductRoundsTest::ofTen));
  }

  @Test
  void withoutUndisturbedRoundsThereIsNoShare() {
    rounds.add(new Round(70, 100, 0, 8.9));
    assertEquals(
        new Product(384, 1536, 48, 70, 0, 100, 0, 0), rounds.product(ProductRoundsTest::ofTen));
  }

  @Test
  void threeUndisturbedRoundsAreEnough() {
    add(2, 10);
    assertFalse(rounds.enough(true, ProductRoundsTest::ofTen));
    add(1, 10);
    assertTrue(rounds.enough(false, ProductRoundsTest::ofTen));
  }

  @Test
  void disturbedOnesAreEnoughWhenTimeIsUp() {
    add(4, 6);
    assertFalse(rounds.enough(true, ProductRoundsTest::ofTen));
    add(1, 6);
    assertFalse(rounds.enough(false, ProductRoundsTest::ofTen));
    assertTrue(rounds.enough(true, ProductRoundsTest::ofTen));
  }

  private void add(int count, double instructionRate) {
    for (int i = 0; i < count; i++) {
      rounds.add(new Round(80, 100, 0, instructionRate));
    }
  }

  private static double ofTen(double rate) {
    return rate / 10;
  }
}
