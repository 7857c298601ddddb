/** ELECTRA (Clark et al. 2020): its discriminator and its generator. */
package dev.lanewise.engine.model.electra;
