/**
 * Checkpoints that {@code torch.save} has written: the zip format of PyTorch 1.6 and later, and the
 * pickles one after the other of before.
 *
 * <p>A pickle is a program. The machine here runs the few instructions that build a dictionary of
 * tensors, knows the few names that stand in one, and refuses everything else by its name: nothing
 * is looked up, loaded or called that isn't written here.
 */
package dev.lanewise.weights.read.torch;
