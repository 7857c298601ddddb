/** The tokenizer by itself. */
package dev.lanewise.bench.tokenizer;
