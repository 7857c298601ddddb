/**
 * Where models of a hub are: what the environment says about it, how a model is named, and the
 * cache folder that all of the hub's tools share.
 *
 * <p>{@link dev.lanewise.weights.hub.HubCache} is the one place that knows how the cache is laid
 * out, {@link dev.lanewise.weights.hub.HubSettings} the one that reads the hub's variables.
 */
package dev.lanewise.weights.hub;
