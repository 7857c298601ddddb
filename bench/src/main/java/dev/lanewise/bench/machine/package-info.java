/** What the machine can do at best, measured: the yardstick for everything else. */
package dev.lanewise.bench.machine;
