/**
 * Token sequences put together for one pass through the encoder, without padding: a batch is all
 * its tokens in one matrix and the rows at which the sequences begin.
 */
package dev.lanewise.engine.batch;
