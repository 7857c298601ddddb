/** DistilBERT (Sanh et al. 2019): multi-qa-distilbert, msmarco-distilbert and others. */
package dev.lanewise.engine.model.distilbert;
