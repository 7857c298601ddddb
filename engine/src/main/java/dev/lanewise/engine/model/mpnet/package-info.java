/** MPNet (Song et al. 2020): all-mpnet-base, multi-qa-mpnet and others. */
package dev.lanewise.engine.model.mpnet;
