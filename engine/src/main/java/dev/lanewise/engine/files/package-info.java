/** Writing files so that nothing is ever lost. Internal: for the project's own modules. */
package dev.lanewise.engine.files;
