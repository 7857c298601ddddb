#!/usr/bin/env python3
"""Word vectors to start from: the positive pointwise mutual information of tokens near each other, factored (Levy and Goldberg 2014).

    python cooccurrence.py --work WORK

Writes WORK/start.npz: vectors [vocabulary][HIDDEN - SINKS] of unit length and the tokens' frequencies.
"""

import argparse
import pathlib
import time

import numpy as np
import torch

WINDOW = 8
SMOOTHING = 0.75  # of the contexts' distribution
CHUNK = 4_000_000


def documents(work):
    """Ids and offsets of the corpus and of all pairs, a pair being one document."""
    corpus, texts, pairs = (np.load(work / f"{name}.npz") for name in ("corpus", "texts", "pairs"))
    ids, offsets = texts["ids"], texts["offsets"]
    order = np.stack([pairs["anchor"], pairs["positive"]], 1)
    halves = np.isin(pairs["set"], [i for i, name in enumerate(pairs["names"]) if name.startswith("halves")])
    order = order[~halves].ravel()  # the corpus has these already
    lengths = np.minimum(offsets[order + 1] - offsets[order], 64)
    picked = np.repeat(offsets[order] - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(lengths.sum())
    pair_ids, pair_documents = ids[picked], np.repeat(np.arange(len(order)) // 2, lengths)
    corpus_documents = np.repeat(np.arange(len(corpus["offsets"]) - 1), np.diff(corpus["offsets"]))
    return (np.concatenate([corpus["ids"], pair_ids]).astype(np.int64),
            np.concatenate([corpus_documents, pair_documents + len(corpus["offsets"])]))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--dimensions", type=int, default=240)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(20260101)
    started = time.time()
    from tokenizers import Tokenizer
    size = Tokenizer.from_file(str(arguments.work / "tokenizer.json")).get_vocab_size()
    ids, document = documents(arguments.work)
    frequency = np.bincount(ids, minlength=size).astype(np.float64)
    # Subsampling as in word2vec: frequent tokens tell little about their neighbours and are most of the work.
    rng = np.random.default_rng(20260101)
    share = frequency / frequency.sum()
    keep = rng.random(len(ids)) < np.minimum(1, np.sqrt(1e-4 / np.maximum(share, 1e-12)))[ids]
    ids, document = ids[keep], document[keep]
    print(f"{len(keep)} tokens, {len(ids)} after subsampling, {time.time() - started:.0f} s", flush=True)
    counts = np.zeros(size * size, dtype=np.float32)
    for start in range(0, len(ids), CHUNK):
        part, owner = ids[start:start + CHUNK], document[start:start + CHUNK]
        for distance in range(1, WINDOW + 1):
            same = owner[:-distance] == owner[distance:]
            keys = part[:-distance][same] * size + part[distance:][same]
            found, n = np.unique(keys, return_counts=True)
            counts[found] += n * np.float32((WINDOW + 1 - distance) / WINDOW)
    counts = torch.from_numpy(counts).view(size, size)
    for start in range(0, size, 2000):  # symmetric, block by block: the whole twice would be 5 GB
        counts[start:start + 2000, start:] += counts[start:, start:start + 2000].T.clone()
        counts[start:, start:start + 2000] = counts[start:start + 2000, start:].T.clone()
    print(f"counted, {time.time() - started:.0f} s", flush=True)
    rows = counts.sum(1).clamp_min(1e-9)
    contexts = rows.pow(SMOOTHING)
    contexts = contexts / contexts.sum()
    for start in range(0, size, 1000):
        block = counts[start:start + 1000]
        counts[start:start + 1000] = torch.log((block / rows[start:start + 1000, None] / contexts).clamp_min(1.0))
    sparse = counts.to_sparse_csr()
    del counts
    print(f"{sparse.values().numel()} positive, {time.time() - started:.0f} s", flush=True)
    probe = torch.randn(size, arguments.dimensions + 40)
    for _ in range(4):
        probe, _ = torch.linalg.qr(sparse @ probe)
    left, values, _ = torch.linalg.svd(sparse @ probe, full_matrices=False)
    vectors = left[:, :arguments.dimensions] * values[:arguments.dimensions].sqrt()
    vectors = torch.nn.functional.normalize(vectors, dim=1)
    np.savez(arguments.work / "start.npz", vectors=vectors.numpy(), frequency=frequency)
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    for word in ("plastic", "invoice", "dog", "密", "password", "电"):
        i = tokenizer.token_to_id(word)
        if i is not None:
            nearest = (vectors @ vectors[i]).topk(9).indices.tolist()
            print(word, [tokenizer.id_to_token(n) for n in nearest])
    print(f"done, {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
