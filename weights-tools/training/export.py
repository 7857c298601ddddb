#!/usr/bin/env python3
"""Saves an encoder as a sentence-transformers folder in fp32, and shows its figures.

    python export.py --work WORK --out FOLDER

`lanewise quantize FOLDER` then makes the small one.
"""

import argparse
import json
import pathlib
import shutil

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch.nn import functional as F

import evaluation
from model import Bag, Encoder, Shape
from stems import families, together
from train_encoder import encoder

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent


def back_to(words, shape, state, share):
    """Encoder weights moved a SHARE of the way back to the bag of words that they began as."""
    began = Encoder(shape)
    began.start_as(words)
    for name, value in began.state_dict().items():
        # Queries, keys, values and what widens begin at random, which is no place to go back to, and adds nothing there.
        if "embeddings" in name or "LayerNorm" in name or "output.dense" in name:
            state[name] = torch.lerp(state[name], value, share)
    return state


@torch.no_grad()
def forms_together(network, work, tokenizer, share):
    """Moves the forms of a word a SHARE of the way to each other, so that a question about "customers" finds "customer"."""
    words = network.embeddings["word_embeddings"].weight
    normed = F.layer_norm(words, words.shape[1:], eps=1e-12)
    counts = np.bincount(np.load(work / "texts.npz")["ids"], minlength=len(words))
    family = families(tokenizer.get_vocab(), normed * network.encoder["layer"][-1].output["LayerNorm"].weight)
    words.copy_(together(normed, family, counts, share))


def load(work, names, weights, bag, began=None, back=0.0):
    """An encoder: the mean of the named checkpoints, or of bags of words."""
    if bag:
        states = [torch.load(work / f"{name}.pt")["bag"] for name in bag]
        words = Bag(*states[0]["words"].shape)
        # Of the words as the layer norm has them, so that none counts more for being longer.
        words.load_state_dict({
            "words": sum(F.layer_norm(s["words"], s["words"].shape[1:], eps=1e-12) for s in states) / len(states),
            "scale": sum(s["scale"] for s in states) / len(states)})
        # One layer, since BERT has at least one; what it adds is zero.
        shape = Shape(len(words.words), hidden=words.words.shape[1], layers=1, intermediate=64)
        network = Encoder(shape)
        network.start_as(words)
        with torch.no_grad():
            for name, parameter in network.encoder.named_parameters():
                if "LayerNorm" not in name:
                    parameter.zero_()
        return network, shape
    states = [torch.load(work / f"{name}.pt", map_location="cpu") for name in names]
    shape = Shape(**states[0]["shape"])
    network = Encoder(shape)
    state = {k: sum(s[weights][k] for s in states) / len(states) for k in states[0][weights]}
    if back:
        words = Bag(shape.vocabulary, shape.hidden)
        words.load_state_dict(torch.load(work / f"{began}.pt")["bag"])
        state = back_to(words, shape, state, back)
    network.load_state_dict(state)
    return network, shape


def write(folder, name, value):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def save(network, shape, tokenizer, folder):
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in network.state_dict().items()}, folder / "model.safetensors", {"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    write(folder, "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "hidden_size": shape.hidden, "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads, "intermediate_size": shape.intermediate, "hidden_act": "gelu",
        "max_position_embeddings": shape.positions, "type_vocab_size": 2, "vocab_size": shape.vocabulary, "layer_norm_eps": 1e-12,
        "pad_token_id": 0})
    write(folder, "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}])
    write(folder, "1_Pooling/config.json", {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True})
    write(folder, "sentence_bert_config.json", {"max_seq_length": shape.positions, "do_lower_case": False})
    write(folder, "tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": shape.positions})
    shutil.copy(tokenizer, folder / "tokenizer.json")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=PROJECT.parent / "shared" / "data")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--names", nargs="+", default=["encoder"], help="checkpoints, of which the mean is taken")
    parser.add_argument("--weights", choices=["average", "network"], default="average")
    parser.add_argument("--bag", nargs="+", help="these bags of words instead")
    parser.add_argument("--began", default="bag", help="the bag of words that the checkpoints began as")
    parser.add_argument("--back", type=float, default=0.0, help="share of the way back to it")
    parser.add_argument("--forms", type=float, default=0.0, help="how far the forms of a word are moved to each other")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network, shape = load(arguments.work, arguments.names, arguments.weights, arguments.bag, arguments.began, arguments.back)
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    if arguments.forms:
        forms_together(network, arguments.work, tokenizer, arguments.forms)
    print(f"{sum(p.numel() for p in network.parameters())} parameters")
    if arguments.out:
        save(network, shape, arguments.work / "tokenizer.json", arguments.out)
    if arguments.figures:
        encode = encoder(network, tokenizer, torch.device("cpu"))
        print(evaluation.line(evaluation.development(encode, arguments.work, arguments.data)))
        print(evaluation.line(evaluation.held_out(encode, arguments.data / "eval")))
        found, missed = evaluation.questions(encode, PROJECT)
        print(f"questions {found}/120")
        for miss in missed:
            print("  ", *miss)


if __name__ == "__main__":
    main()
