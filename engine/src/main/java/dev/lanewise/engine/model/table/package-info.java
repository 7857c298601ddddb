/** Models that are a table of embeddings and nothing else. */
package dev.lanewise.engine.model.table;
