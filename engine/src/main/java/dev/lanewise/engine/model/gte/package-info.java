/** GTE 1.5 (Zhang et al. 2024): gte-base-en-v1.5, gte-multilingual, snowflake-arctic-embed-m-v2. */
package dev.lanewise.engine.model.gte;
