#!/usr/bin/env python3
"""The bag of words that a model folder is, its int8 weights included, as a checkpoint to train from.

    python bag_of.py --work WORK --model WORK/words-int8 --name bag

Writes WORK/bag.pt, which `train_bag.py --begin bag` and `train_encoder.py --bag bag` begin from.
"""

import argparse
import pathlib

from safetensors.torch import load_file

from training import save


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--name", default="bag")
    arguments = parser.parse_args()
    weights = load_file(arguments.model / "model.safetensors")
    layers = sorted({int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")})
    if len(layers) != 1 or weights["encoder.layer.0.output.dense.weight"].any():
        raise SystemExit(f"{arguments.model} is more than a bag of words")
    words = weights["embeddings.word_embeddings.weight"].float()
    scale = weights.get("embeddings.word_embeddings.weight.scale")
    if scale is not None:
        words = words * scale[:, None]
    save(arguments.work / f"{arguments.name}.pt", {"bag": {"words": words, "scale": weights["encoder.layer.0.output.LayerNorm.weight"]}})


if __name__ == "__main__":
    main()
