/**
 * What becomes of a pooled vector: the modules that stand behind pooling in a model's folder.
 *
 * <p>A {@link dev.lanewise.engine.projection.ModuleConfig} is read from a module's folder and knows
 * how to load its weights; the {@link dev.lanewise.engine.projection.VectorModule} that comes of it
 * makes a vector of a vector. Modules are small beside an encoder, so they work on one vector at a
 * time, always in fp32.
 */
package dev.lanewise.engine.projection;
