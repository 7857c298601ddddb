/** ModernBERT (Warner et al. 2024): modernbert-embed, gte-modernbert. */
package dev.lanewise.engine.model.modernbert;
