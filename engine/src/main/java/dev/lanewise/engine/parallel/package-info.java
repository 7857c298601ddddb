/**
 * The engine's only threads.
 *
 * <p>A {@link dev.lanewise.engine.parallel.WorkerTeam} never lets more threads compute than it was
 * made for, callers included: whoever wants to compute takes a {@link
 * dev.lanewise.engine.parallel.Lease} on its own thread and on as many helpers as are free just
 * then. Work is cut into tasks whose results don't depend on who does them, so the number of
 * threads never shows in a result.
 */
package dev.lanewise.engine.parallel;
