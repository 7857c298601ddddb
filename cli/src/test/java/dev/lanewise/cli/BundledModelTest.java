package dev.lanewise.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.engine.SentenceEncoder;
import dev.lanewise.engine.search.Match;
import dev.lanewise.engine.search.VectorIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the model that comes with the project is good for: its FAQ. */
class BundledModelTest {
  private static final Path MODEL = CommandLineRun.REPOSITORY.resolve("models/lanewise-mini");
  private static final long MEGABYTE = 1_000_000;

  /**
   * How many of the 120 questions find their entry among the first three. They share no content
   * word with it, and were written before the model was trained and kept out of its training. A
   * better model is to find them all; this one doesn't.
   */
  private static final int REACHED = 78;

  @Test
  void entriesAreFoundByQuestionsThatShareNoWordWithThem() throws IOException {
    List<FaqEntry> entries = FaqEntry.read(FaqEntry.FAQ, "text");
    List<FaqEntry> questions = FaqEntry.read(FaqEntry.QUESTIONS, "question");
    List<String> missed = new ArrayList<>();
    try (SentenceEncoder encoder = SentenceEncoder.open(MODEL)) {
      VectorIndex index =
          new VectorIndex(
              encoder.encode(entries.stream().map(FaqEntry::text).toList()).vectors(),
              encoder.info().similarity());
      for (FaqEntry question : questions) {
        List<Match> best = index.search(encoder.encode(question.text()), 3);
        if (best.stream().noneMatch(m -> entries.get(m.index()).key().equals(question.key()))) {
          missed.add(question.key() + ": " + question.text());
        }
      }
    }
    int found = questions.size() - missed.size();
    assertTrue(found >= REACHED, found + " found; not " + String.join("\n", missed));
  }

  @Test
  void thereAreTwoQuestionsForEachEntry() throws IOException {
    Map<String, Long> questions =
        FaqEntry.read(FaqEntry.QUESTIONS, "question").stream()
            .collect(Collectors.groupingBy(FaqEntry::key, Collectors.counting()));
    List<FaqEntry> entries = FaqEntry.read(FaqEntry.FAQ, "text");
    assertEquals(60, entries.size());
    assertEquals(entries.stream().collect(Collectors.toMap(FaqEntry::key, entry -> 2L)), questions);
  }

  @Test
  void questionsShareNoContentWordWithTheirEntry() throws IOException {
    List<FaqEntry> questions = FaqEntry.read(FaqEntry.QUESTIONS, "question");
    for (FaqEntry entry : FaqEntry.read(FaqEntry.FAQ, "text")) {
      for (FaqEntry question : questions) {
        if (question.key().equals(entry.key())) {
          Set<String> shared = question.contentWords();
          shared.retainAll(entry.contentWords());
          assertEquals(Set.of(), shared, question.text());
        }
      }
    }
  }

  /** In either language: the entry in English is the nearest to both questions. */
  @Test
  void theFirstCommandsFindTheirAnswer() {
    for (String question : List.of("What is PVC?", "PVC 是什么?")) {
      CommandLineRun run =
          CommandLineRun.lanewise("search", question, "--docs", "examples/faq.jsonl");
      assertEquals(0, run.exitCode(), run.err());
      assertTrue(run.lines().get(0).contains("Polyvinyl chloride (PVC)"), run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  void theModelIsSmall() throws IOException {
    try (Stream<Path> files = Files.walk(MODEL)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertTrue(bytes <= 12 * MEGABYTE, bytes + " bytes");
    }
  }
}
