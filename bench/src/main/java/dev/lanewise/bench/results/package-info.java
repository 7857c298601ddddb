/**
 * What a comparison found, as records that are written to a JSON file and read back: measuring and
 * reporting meet only here.
 */
package dev.lanewise.bench.results;
