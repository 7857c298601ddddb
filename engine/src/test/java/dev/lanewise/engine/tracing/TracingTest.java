package dev.lanewise.engine.tracing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.lanewise.engine.Golden;
import dev.lanewise.engine.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracingTest {
  private static final List<String> TEXTS = List.of("one", "two words", "one");

  @Test
  void aRecordingHoldsCallsBatchesAndLayers(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("run.jfr");
    int tokens;
    int layers;
    try (SentenceEncoder encoder = SentenceEncoder.open(Golden.folder("minilm"));
        Recording recording = new Recording()) {
      recording.enable("lanewise.Encode");
      recording.enable("lanewise.Batch");
      recording.enable("lanewise.Layer");
      recording.start();
      tokens = encoder.encode(TEXTS).stream().mapToInt(text -> text.tokens()).sum();
      recording.stop();
      recording.dump(file);
      layers = encoder.info().encoder().layers();
    }
    Map<String, List<RecordedEvent>> events =
        RecordingFile.readAllEvents(file).stream()
            .collect(Collectors.groupingBy(event -> event.getEventType().getName()));
    Function<String, List<RecordedEvent>> named = name -> events.getOrDefault(name, List.of());
    assertEquals(1, named.apply("lanewise.Encode").size());
    assertEquals(TEXTS.size(), named.apply("lanewise.Encode").get(0).getInt("texts"));
    assertEquals(tokens, named.apply("lanewise.Encode").get(0).getInt("tokens"));
    // The equal texts go through the encoder once.
    assertEquals(1, named.apply("lanewise.Batch").size());
    assertEquals(2, named.apply("lanewise.Batch").get(0).getInt("texts"));
    assertEquals(
        layers,
        named.apply("lanewise.Layer").stream()
            .map(event -> event.getInt("layer"))
            .distinct()
            .count());
  }

  @Test
  void nothingIsBegunWhileNobodyRecords() {
    assertSame(Span.UNRECORDED, Tracing.encode());
    assertSame(Span.UNRECORDED, Tracing.batch());
    assertSame(Span.UNRECORDED, Tracing.layer());
  }
}
