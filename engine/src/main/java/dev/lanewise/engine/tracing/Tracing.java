package dev.lanewise.engine.tracing;

/** Begins spans; free of cost and of allocation as long as nobody records. */
public final class Tracing {
  private static final boolean AVAILABLE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private Tracing() {}

  /** A call that encodes texts. */
  public static Span encode() {
    return AVAILABLE ? FlightRecorder.encode() : Span.UNRECORDED;
  }

  /** A batch on its way through the encoder. */
  public static Span batch() {
    return AVAILABLE ? FlightRecorder.batch() : Span.UNRECORDED;
  }

  /** One of the encoder's layers for a batch. */
  public static Span layer() {
    return AVAILABLE ? FlightRecorder.layer() : Span.UNRECORDED;
  }
}
