/** What weight files hold: tensors, types, shapes, statistics and metadata, of every format. */
package dev.lanewise.weights.inspect;
