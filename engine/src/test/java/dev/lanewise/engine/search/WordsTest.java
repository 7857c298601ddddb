package dev.lanewise.engine.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class WordsTest {
  @Test
  void areRunsOfLettersAndDigitsInLowerCase() {
    assertEquals(
        List.of("don", "t", "re", "enter", "pvc2", "straße", "élan", "привет", "안녕하세요"),
        Words.of("Don't re-enter: PVC2 Straße _Élan\tПРИВЕТ 안녕하세요!"));
  }

  @Test
  void ofScriptsWithoutSpacesAreCharactersAndPairs() {
    assertEquals(List.of("pvc", "是", "什", "是什", "么", "什么"), Words.of("PVC 是什么?"));
    assertEquals(List.of("a", "中", "b", "文", "𠀀", "文𠀀"), Words.of("a中b文𠀀"));
    assertEquals(List.of("か", "な", "かな"), Words.of("かな"));
  }

  @Test
  void areTheSameInCompatibilityForms() {
    assertEquals(List.of("pvc", "12"), Words.of("ＰＶＣ １２"));
    // A letter and its accent, together and apart.
    assertEquals(Words.of("caf\u00e9"), Words.of("cafe\u0301"));
  }

  @Test
  void keepMarksThatHaveNoLetterOfTheirOwn() {
    assertEquals(List.of("हिन्दी"), Words.of("हिन्दी"));
  }

  @Test
  void ofNothingAreNone() {
    assertEquals(List.of(), Words.of(""));
    assertEquals(List.of(), Words.of(" ?!… 🎉"));
  }
}
