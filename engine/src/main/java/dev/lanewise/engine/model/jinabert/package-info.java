/** JinaBERT 2 (Günther et al. 2023): jina-embeddings-v2. */
package dev.lanewise.engine.model.jinabert;
