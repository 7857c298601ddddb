#!/usr/bin/env python3
"""The bag of words that a model folder is, its int8 weights included, as a checkpoint to train from.

    python bag_of.py --work WORK --model WORK/words-int8 --name bag

Writes WORK/bag.pt, which `train_bag.py --begin bag` and `train_encoder.py --bag bag` begin from.
"""

import argparse
import pathlib

from training import save, weights


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--name", default="bag")
    arguments = parser.parse_args()
    tensors = weights(arguments.model)
    layers = {name.split(".")[2] for name in tensors if name.startswith("encoder.layer.")}
    if len(layers) != 1 or tensors["encoder.layer.0.output.dense.weight"].any():
        raise SystemExit(f"{arguments.model} is more than a bag of words; see encoder_of.py")
    words, scale = tensors["embeddings.word_embeddings.weight"], tensors["encoder.layer.0.output.LayerNorm.weight"]
    save(arguments.work / f"{arguments.name}.pt", {"bag": {"words": words, "scale": scale}})


if __name__ == "__main__":
    main()
