package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("once")
class EnglishStemmerTest {
  private final EnglishStemmer stemmer = new EnglishStemmer();

  /** The paper's examples, step by step, and what the later steps make of them. */
  @ParameterizedTest
  @CsvSource({
    "caresses, caress",
    "ponies, poni",
    "ties, ti",
    "caress, caress",
    "cats, cat",
    "feed, feed",
    "agreed, agre",
    "plastered, plaster",
    "bled, bled",
    "motoring, motor",
    "sing, sing",
    "conflated, conflat",
    "troubled, troubl",
    "sized, size",
    "hopping, hop",
    "tanned, tan",
    "falling, fall",
    "hissing, hiss",
    "fizzed, fizz",
    "failing, fail",
    "filing, file",
    "happy, happi",
    "sky, sky",
    "relational, relat",
    "conditional, condit",
    "rational, ration",
    "valenci, valenc",
    "hesitanci, hesit",
    "digitizer, digit",
    "conformabli, conform",
    "radicalli, radic",
    "differentli, differ",
    "vileli, vile",
    "analogousli, analog",
    "vietnamization, vietnam",
    "predication, predic",
    "operator, oper",
    "feudalism, feudal",
    "decisiveness, decis",
    "hopefulness, hope",
    "callousness, callous",
    "formaliti, formal",
    "sensitiviti, sensit",
    "sensibiliti, sensibl",
    "triplicate, triplic",
    "formative, form",
    "formalize, formal",
    "electriciti, electr",
    "electrical, electr",
    "hopeful, hope",
    "goodness, good",
    "revival, reviv",
    "allowance, allow",
    "inference, infer",
    "airliner, airlin",
    "gyroscopic, gyroscop",
    "adjustable, adjust",
    "defensible, defens",
    "irritant, irrit",
    "replacement, replac",
    "adjustment, adjust",
    "dependent, depend",
    "adoption, adopt",
    "homologou, homolog",
    "communism, commun",
    "activate, activ",
    "angulariti, angular",
    "homologous, homolog",
    "effective, effect",
    "bowdlerize, bowdler",
    "probate, probat",
    "rate, rate",
    "cease, ceas",
    "controll, control",
    "roll, roll",
    "generalizations, gener",
    "oscillators, oscil",
    "psychology, psycholog",
    "possibly, possibl"
  })
  void cutsEndings(String word, String stem) {
    assertEquals(stem, stemmer.stem(word));
  }

  @Test
  void leavesWhatIsNoEnglishWord() {
    for (String word : new String[] {"", "is", "as", "größes", "plastics2", "塑料", "café"}) {
      assertEquals(word, stemmer.stem(word));
    }
    String endless = "y".repeat(100_000) + "s";
    assertEquals(endless, stemmer.stem(endless));
    assertEquals("y".repeat(62) + "i", stemmer.stem("y".repeat(63) + "s"));
  }

  @Test
  void canBeUsedAgain() {
    assertEquals("return", stemmer.stem("returned"));
    assertEquals("ran", stemmer.stem("ran"));
    assertEquals("return", stemmer.stem("returns"));
  }
}
