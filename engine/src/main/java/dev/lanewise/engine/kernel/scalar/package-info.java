/** The kernel in plain Java: the definition of right, and the one that runs everywhere. */
package dev.lanewise.engine.kernel.scalar;
