/**
 * What a run is measured by: the limits of the machine, and the time, arithmetic and memory traffic
 * of each operation of the encoder. Together they are a roofline (Williams et al. 2009).
 */
package dev.lanewise.engine.measure;
