package dev.lanewise.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Any string has a vector. A failure prints the seed with which it can be repeated. */
class TextPropertyTest {
  @SuppressWarnings("NullAway.Init") // set before the first property
  private static SentenceEncoder encoder;

  @BeforeContainer
  static void open() {
    encoder = SentenceEncoder.open(Golden.folder("minilm"), LoadOptions.DEFAULT.withThreads(1));
  }

  @AfterContainer
  static void close() {
    encoder.close();
  }

  @Property(tries = 300)
  void anyStringHasAFiniteVectorOfLengthOne(@ForAll("strings") String text) {
    Embedding embedding = encoder.encode(text, EncodeOptions.DEFAULT);
    double squares = 0;
    for (float component : embedding.vector()) {
      squares += (double) component * component;
    }
    assertEquals(1, squares, 1e-5);
    assertTrue(embedding.tokens() <= encoder.info().encoder().maxTokens());
    assertTrue(embedding.keptChars() >= 0 && embedding.keptChars() <= text.length());
    assertEquals(embedding.truncated(), embedding.totalTokens() > embedding.tokens());
  }

  @Property(tries = 25, edgeCases = EdgeCasesMode.NONE)
  void aListHasTheVectorsOfItsTexts(@ForAll("lists") List<String> texts) {
    Embeddings embeddings = encoder.encode(texts);
    assertEquals(texts.size(), embeddings.size());
    for (int i = 0; i < texts.size(); i++) {
      Bits.assertEqual(encoder.encode(texts.get(i)), embeddings.vector(i));
    }
  }

  @Provide
  Arbitrary<String> strings() {
    Arbitrary<String> anyUnits = Arbitraries.strings().all().ofMaxLength(300);
    Arbitrary<String> surrogates =
        Arbitraries.strings().withCharRange('\ud7f0', '\ue010').ofMaxLength(40);
    Arbitrary<String> controls =
        Arbitraries.strings().withCharRange('\0', '\u00a0').ofMaxLength(40);
    Arbitrary<String> pieces =
        Arbitraries.of("[CLS]", "[MASK]", "##a", "PVC", " ", "\u0301", "塑", "\ud83d", "\udc4d")
            .list()
            .ofMaxSize(60)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(anyUnits, surrogates, controls, pieces);
  }

  @Provide
  Arbitrary<List<String>> lists() {
    return strings().list().ofMaxSize(12);
  }
}
