package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class ReadingBandTest {
  @ParameterizedTest
  @CsvSource({
    "1, NEARLY_SAME",
    "0.9001, NEARLY_SAME",
    "0.9, HIGHLY_RELATED",
    "0.8, HIGHLY_RELATED",
    "0.7999, POSSIBLY_RELATED",
    "0.6, POSSIBLY_RELATED",
    "0.5999, UNRELATED",
    "0, UNRELATED",
    "-1, UNRELATED",
    "NaN, UNRELATED"
  })
  void divides(float cosine, ReadingBand band) {
    assertEquals(band, ReadingBand.of(cosine));
  }
}
