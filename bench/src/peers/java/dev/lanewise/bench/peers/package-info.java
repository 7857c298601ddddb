/**
 * Runtimes with native libraries, through their own Java artifacts. One class for each; a new one
 * gets a line in {@link dev.lanewise.bench.peers.NativePeers}.
 */
package dev.lanewise.bench.peers;
