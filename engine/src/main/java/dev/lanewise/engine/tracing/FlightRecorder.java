package dev.lanewise.engine.tracing;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * The spans as events of Java Flight Recorder; named in recordings {@code lanewise.*}. Fields are
 * read by the recorder.
 */
@SuppressWarnings("UnusedVariable")
final class FlightRecorder {
  private static final String CATEGORY = "Lanewise";

  private FlightRecorder() {}

  /**
   * The events' types, which set the recorder up when they are first asked for: a tenth of a second
   * that a command shouldn't spend for nothing.
   */
  private static final class Types {
    private static final EventType ENCODE = EventType.getEventType(EncodeEvent.class);
    private static final EventType BATCH = EventType.getEventType(BatchEvent.class);
    private static final EventType LAYER = EventType.getEventType(LayerEvent.class);

    private Types() {}
  }

  /** Whether anything has been recorded in this process, or is. */
  private static boolean isSetUp() {
    return jdk.jfr.FlightRecorder.isInitialized();
  }

  static Span encode() {
    if (!isSetUp() || !Types.ENCODE.isEnabled()) {
      return Span.UNRECORDED;
    }
    EncodeEvent event = new EncodeEvent();
    event.begin();
    return event;
  }

  static Span batch() {
    if (!isSetUp() || !Types.BATCH.isEnabled()) {
      return Span.UNRECORDED;
    }
    BatchEvent event = new BatchEvent();
    event.begin();
    return event;
  }

  static Span layer() {
    if (!isSetUp() || !Types.LAYER.isEnabled()) {
      return Span.UNRECORDED;
    }
    LayerEvent event = new LayerEvent();
    event.begin();
    return event;
  }

  @Name("lanewise.Encode")
  @Label("Encode Texts")
  @Category(CATEGORY)
  private static final class EncodeEvent extends Event implements Span {
    @Label("Texts")
    private int texts;

    @Label("Tokens")
    private int tokens;

    @Override
    public void end(int texts, int tokens) {
      this.texts = texts;
      this.tokens = tokens;
      commit();
    }
  }

  @Name("lanewise.Batch")
  @Label("Encode Batch")
  @Category(CATEGORY)
  @StackTrace(false)
  private static final class BatchEvent extends Event implements Span {
    @Label("Texts")
    private int texts;

    @Label("Tokens")
    private int tokens;

    @Override
    public void end(int texts, int tokens) {
      this.texts = texts;
      this.tokens = tokens;
      commit();
    }
  }

  @Name("lanewise.Layer")
  @Label("Encoder Layer")
  @Category(CATEGORY)
  @StackTrace(false)
  private static final class LayerEvent extends Event implements Span {
    @Label("Layer")
    private int layer;

    @Label("Tokens")
    private int tokens;

    @Override
    public void end(int layer, int tokens) {
      this.layer = layer;
      this.tokens = tokens;
      commit();
    }
  }
}
