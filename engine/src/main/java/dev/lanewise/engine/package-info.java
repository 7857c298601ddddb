/**
 * Sentence embeddings from published model folders.
 *
 * <p>{@link dev.lanewise.engine.SentenceEncoder} is the entry. What happens to a text, from left to
 * right, each arrow one type:
 *
 * <pre>
 * text → Tokenizer → TokenSequence → BatchPlanner → PackedBatch → Encoder → hidden states
 *      → Pooling → vector → Embeddings → VectorIndex
 * </pre>
 *
 * <p>A batch is ragged: the tokens of all its texts are the rows of one matrix, nothing is padded
 * and attention stays within a text. Together with arithmetic whose order doesn't depend on kernel,
 * batch or threads (see {@code kernel}) that gives every text one vector, bit by bit, however it is
 * encoded.
 */
package dev.lanewise.engine;
