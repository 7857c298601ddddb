/** BERT (Devlin et al. 2019): MiniLM, bge, e5, gte, text2vec and most other embedding models. */
package dev.lanewise.engine.model.bert;
