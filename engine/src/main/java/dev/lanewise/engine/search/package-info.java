/** Exact nearest neighbours: which of many vectors are most similar to one. */
package dev.lanewise.engine.search;
