/** NomicBERT (Nussbaum et al. 2024): nomic-embed-text, snowflake-arctic-embed-m-long. */
package dev.lanewise.engine.model.nomicbert;
