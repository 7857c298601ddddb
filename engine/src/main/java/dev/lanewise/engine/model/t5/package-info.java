/**
 * The encoder of T5 (Raffel et al. 2020), first version and 1.1: gtr-t5, sentence-t5; and of mT5
 * (Xue et al. 2021).
 */
package dev.lanewise.engine.model.t5;
