/** ALBERT (Lan et al. 2020): few layers, used many times. */
package dev.lanewise.engine.model.albert;
