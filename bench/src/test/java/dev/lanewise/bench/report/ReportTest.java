package dev.lanewise.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lanewise.bench.results.Contender;
import java.awt.Color;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

class ReportTest {
  @TempDir static Path folder;

  private static String page = "";

  @BeforeAll
  static void writeTheReport() throws IOException {
    assumeTrue(hasFonts(), "drawing charts needs fonts, and this machine has none");
    Properties notes = new Properties();
    notes.setProperty("callers", "because of the weather");
    page = Files.readString(new Report(SampleResults.results(), notes).write(folder, "sample"));
  }

  private static boolean hasFonts() {
    try {
      return GraphicsEnvironment.getLocalGraphicsEnvironment().getAvailableFontFamilyNames().length
          > 0;
    } catch (RuntimeException | LinkageError e) {
      return false; // how a system without font configuration shows itself
    }
  }

  @Test
  void saysWhereItWasMeasured() {
    assertTrue(page.startsWith("# Benchmarks, 2026-01-31, Some CPU\n"), page);
    assertTrue(page.contains("VM 25; commit `abc1234`"), page);
  }

  @Test
  void warnsOfABusyMachine() {
    assertTrue(page.contains("others kept 0.700 processors at work"), page);
  }

  @Test
  void hasARowForEveryTarget() {
    for (Target target : Targets.ALL) {
      assertTrue(
          page.contains("| " + target.what() + " | " + target.bound().sign()), target.what());
    }
  }

  @Test
  void putsRemarksBesideVerdicts() {
    assertTrue(page.contains("| ≥ 1.00x | 0.90x | **not met** | because of the weather |"), page);
    assertTrue(page.contains("| ≥ 1.70x | 1.80x | met |  |"), page);
  }

  @Test
  void givesMediansAndTimesOverLanewise() {
    assertTrue(
        page.contains("| ONNX Runtime fp32 | 256 | 6400 | 2.00 | 128 | 3200 | 2.00x | 50 % |"),
        page);
  }

  @Test
  void givesSharesOfThePeakWithoutNeighboursWhereThereAreSome() {
    assertTrue(page.contains("| 2.00x | 50 % | 86 % | 67 % |"), page);
    assertTrue(page.contains("| 1.80x | 50 % | 65 % | – |"), page);
    assertTrue(page.contains("| 384 x 1536 | 48 | 80.0 | 80 % | 95 % |"), page);
    assertTrue(page.contains("| 384 x 1536 | 255 | 90.0 | 90 % | – |"), page);
  }

  @Test
  void aBarInATextDoesNotEndItsCell() {
    assertEquals("| a |\n|---|\n| b &#124; c |\n", new Table("a").row("b | c").toString());
  }

  @Test
  void everyChartOnThePageIsThere() throws IOException {
    List<String> linked =
        Pattern.compile("]\\((.*?\\.svg)\\)").matcher(page).results().map(m -> m.group(1)).toList();
    assertEquals(6, linked.size());
    try (var files = Files.list(folder.resolve("sample"))) {
      assertEquals(
          linked.stream().sorted().toList(),
          files.map(file -> "sample/" + file.getFileName()).sorted().toList());
    }
  }

  @Test
  void aSideHasItsColourInEveryChart() throws Exception {
    Color color = new Color(Contender.ONNX_RUNTIME.rgb());
    String rgb = "rgb(" + color.getRed() + "," + color.getGreen() + "," + color.getBlue() + ")";
    for (String chart : List.of("throughput", "batch", "length")) {
      Path file = folder.resolve("sample/" + chart + "-minilm-l6.svg");
      assertEquals("svg", parse(file).getDocumentElement().getTagName());
      assertTrue(Files.readString(file).contains(rgb), chart);
    }
  }

  @Test
  void chartsHaveNoNeedlessDigits() throws IOException {
    String chart = Files.readString(folder.resolve("sample/roofline.svg"));
    assertFalse(Pattern.compile("\\.\\d{3}").matcher(chart).find());
  }

  private static Document parse(Path file)
      throws ParserConfigurationException, IOException, SAXException {
    var factory = DocumentBuilderFactory.newInstance();
    // The document type that drawings name is on the web; nothing here may ask for it.
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(file.toFile());
  }
}
