/**
 * RoBERTa (Liu et al. 2019), CamemBERT (Martin et al. 2020) and XLM-RoBERTa (Conneau et al. 2020):
 * multilingual-e5, bge-m3, paraphrase-multilingual-mpnet, all-distilroberta.
 */
package dev.lanewise.engine.model.roberta;
