/**
 * Model families: how a {@code config.json} and named tensors become an {@link
 * dev.lanewise.engine.model.Encoder}.
 *
 * <p>A family is a package with its configuration (the keys it understands, checked) and its
 * assembly from blocks of {@code layer}, and a line in {@link
 * dev.lanewise.engine.model.ModelFamilies}. Nothing else knows a model's type.
 */
package dev.lanewise.engine.model;
