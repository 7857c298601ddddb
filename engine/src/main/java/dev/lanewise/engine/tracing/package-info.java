/**
 * What a run of the engine tells Java Flight Recorder: an event for each call, batch and layer.
 *
 * <p>The module {@code jdk.jfr} is optional: a runtime image may lack it. Only {@link
 * dev.lanewise.engine.tracing.FlightRecorder} names its types, and is loaded where it is there.
 */
package dev.lanewise.engine.tracing;
