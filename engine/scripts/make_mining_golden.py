#!/usr/bin/env python3
"""Asks the reference for paraphrases, communities and hard negatives among random vectors.

    python make_mining_golden.py ../src/test/resources/search

Needs numpy, torch and sentence-transformers (written with 2.13 and 6.0.1). Writes mining.safetensors,
`vectors` [90][12] in groups of several sizes and `queries` [12][12], and mining.json, what the
reference makes of them. Its hard negatives come out as a dataset of texts: a model stands in that
knows the vectors of texts which are numbers, and a class for the library of datasets, which needn't
be installed.
"""

import collections
import json
import os
import sys
import types

import numpy as np
import torch
from safetensors.numpy import save_file
from sentence_transformers import util
from sentence_transformers.util import hard_negatives, retrieval


class Dataset:
    """As much of datasets.Dataset as the reference uses."""

    def __init__(self, columns):
        self.columns = columns
        self.column_names = list(columns)

    def __getitem__(self, name):
        return self.columns[name]

    def __len__(self):
        return len(self.columns[self.column_names[0]])

    @staticmethod
    def from_dict(columns):
        return Dataset(columns)

    def to_pandas(self):
        return self

    def groupby(self, column):
        counts = collections.Counter(self[column])
        grouped = types.SimpleNamespace(to_dict=lambda: {name: counts for name in self.column_names})
        return types.SimpleNamespace(count=lambda: grouped)


class Model:
    """Knows the vectors of texts "q3" and "d14"."""

    device = "cpu"
    model_card_data = types.SimpleNamespace(base_model=None)

    def __init__(self, queries, documents):
        self.vectors = {"q": queries, "d": documents}

    def encode(self, texts, **_):
        rows = np.stack([self.vectors[text[0]][int(text[1:])] for text in texts])
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_query = encode_document = encode

    def similarity(self, a, b):
        return util.cos_sim(a, b)

    def similarity_pairwise(self, a, b):
        return util.pairwise_cos_sim(a, b)


def grouped(rng):
    """Groups of 1 to 17 vectors around random centres, in random order."""
    rows = []
    for size in (17, 17, 11, 9, 8, 8, 5, 5, 3, 2, 1, 1, 1, 1, 1):
        centre = rng.normal(size=12)
        rows += [centre + 0.45 * rng.normal(size=12) for _ in range(size)]
    return rng.permutation(np.array(rows)).astype(np.float32)


def negatives(model, positives, corpus, **options):
    pairs = [(f"q{q}", f"d{d}") for q, documents in enumerate(positives) for d in documents]
    columns = {"anchor": [q for q, _ in pairs], "positive": [d for _, d in pairs]}
    mined = hard_negatives.mine_hard_negatives(
        Dataset(columns), model, corpus=corpus, output_format="labeled-list", output_scores=False, verbose=False, **options
    )
    by_query = {}
    for query, documents, labels in zip(mined["anchor"], mined["positive"], mined["labels"]):
        by_query[query] = [int(d[1:]) for d, positive in zip(documents, labels) if not positive]
    return [by_query.get(f"q{q}", []) for q in range(len(positives))]


def main(folder):
    rng = np.random.default_rng(20260401)
    vectors = grouped(rng)
    queries = (vectors[rng.choice(len(vectors), 12, replace=False)] + 0.5 * rng.normal(size=(12, 12))).astype(np.float32)
    tensor = torch.from_numpy(vectors)
    paraphrases = [
        {"top_k": k, "pairs": [[round(score, 7), i, j] for score, i, j in retrieval.paraphrase_mining_embeddings(tensor, top_k=k)]}
        for k in (100, 5, 1)
    ]
    communities = [
        {"threshold": t, "min_size": m, "communities": util.community_detection(tensor, threshold=t, min_community_size=m)}
        for t, m in ((0.75, 5), (0.6, 2), (0.9, 1), (0.3, 10), (-1.0, 3), (0.75, 1000))
    ]
    hard_negatives.is_datasets_available = lambda: True
    sys.modules["datasets"] = types.ModuleType("datasets")
    sys.modules["datasets"].Dataset = Dataset
    model = Model(queries, vectors)
    nearest = np.argsort(-util.cos_sim(queries, vectors).numpy(), axis=1)
    positives = [[int(n) for n in nearest[q, [0, 3, 7][: q % 3 + 1]]] for q in range(len(queries))]
    corpus = [f"d{i}" for i in range(len(vectors))]
    options = (
        {},
        {"num_negatives": 5, "range_min": 4},
        {"num_negatives": 2, "range_min": 1, "range_max": 6},
        {"num_negatives": 4, "max_score": 0.6},
        {"num_negatives": 4, "min_score": 0.5, "max_score": 0.9},
        {"num_negatives": 3, "absolute_margin": 0.1},
        {"num_negatives": 3, "relative_margin": 0.2},
        {"num_negatives": 3, "relative_margin": 0.05, "absolute_margin": 0.02, "max_score": 0.8, "range_min": 2, "range_max": 20},
        {"num_negatives": 200, "range_max": 300},
    )
    mined = [{"options": o, "negatives": negatives(model, positives, corpus, **o)} for o in options]
    save_file({"vectors": vectors, "queries": queries}, os.path.join(folder, "mining.safetensors"))
    with open(os.path.join(folder, "mining.json"), "w", encoding="utf-8", newline="\n") as out:
        json.dump({"paraphrases": paraphrases, "communities": communities, "positives": positives, "hard_negatives": mined}, out)
        out.write("\n")
    print([len(p["pairs"]) for p in paraphrases], [[len(c) for c in x["communities"]] for x in communities])
    print([[len(n) for n in m["negatives"]] for m in mined])


if __name__ == "__main__":
    main(sys.argv[1])
