/**
 * Writing files so that nothing is ever lost, and finding models on the class path. Internal: for
 * the project's own modules.
 */
package dev.lanewise.engine.files;
