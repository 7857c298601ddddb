#!/usr/bin/env python3
"""The encoder that a model folder is, its int8 weights included, as a checkpoint to train on from.

    python encoder_of.py --work WORK --model ../../models/lanewise-mini --name encoder4

Writes WORK/encoder4.pt, at step 0 and with an optimizer that has seen nothing, and WORK/encoder4-words.pt, a bag of its
words, for `train_encoder.py --name encoder4 --bag encoder4-words --intermediate 768`.
"""

import argparse
import json
import pathlib

from model import Encoder, Shape
from train_encoder import optimizer_of
from training import save, weights


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--name", required=True)
    arguments = parser.parse_args()
    config = json.loads((arguments.model / "config.json").read_text(encoding="utf-8"))
    shape = Shape(config["vocab_size"], hidden=config["hidden_size"], layers=config["num_hidden_layers"],
                  heads=config["num_attention_heads"], intermediate=config["intermediate_size"], positions=config["max_position_embeddings"])
    network = Encoder(shape)
    tensors = weights(arguments.model)
    network.load_state_dict(tensors)
    optimizer, _ = optimizer_of(network)
    save(arguments.work / f"{arguments.name}.pt", {"network": tensors, "average": tensors, "optimizer": optimizer.state_dict(), "step": 0,
                                                   "shape": vars(shape)})
    save(arguments.work / f"{arguments.name}-words.pt", {"bag": {
        "words": tensors["embeddings.word_embeddings.weight"],
        "scale": tensors[f"encoder.layer.{shape.layers - 1}.output.LayerNorm.weight"]}})


if __name__ == "__main__":
    main()
