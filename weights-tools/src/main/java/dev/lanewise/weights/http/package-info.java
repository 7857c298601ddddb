/**
 * Requests that survive what networks do: tried again while that makes sense, given up on when
 * nothing comes any more, redirected without taking secrets along. Internal to the module.
 */
package dev.lanewise.weights.http;
