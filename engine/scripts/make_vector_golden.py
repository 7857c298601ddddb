#!/usr/bin/env python3
"""Makes engine/src/test/resources/search/golden.safetensors: similarities and quantized vectors.

    python make_vector_golden.py ../src/test/resources/search/golden.safetensors

Needs numpy, torch and sentence-transformers (written with 2.13 and 6.0.1), which compute what is
expected of the random vectors a [9][19] and b [7][19]. Among these are a zero vector, equal vectors,
opposite ones, and a component that is the same everywhere.

    <name>, <name>.pairwise          for cosine, dot, euclidean, manhattan: of a and b
    <precision>                      for int8, uint8, binary, ubinary: of b, in the ranges of b
    <precision>.sampled              of b, in the ranges of a
"""

import sys

import numpy as np
import torch
from safetensors.numpy import save_file
from sentence_transformers import quantize_embeddings, util

SIMILARITIES = {
    "cosine": (util.cos_sim, util.pairwise_cos_sim),
    "dot": (util.dot_score, util.pairwise_dot_score),
    "euclidean": (util.euclidean_sim, util.pairwise_euclidean_sim),
    "manhattan": (util.manhattan_sim, util.pairwise_manhattan_sim),
}


def main(path):
    rng = np.random.default_rng(20260101)
    a = rng.normal(size=(9, 19)).astype(np.float32)
    b = rng.normal(size=(7, 19)).astype(np.float32)
    a[2] = 0
    b[3] = a[4]
    b[5] = -3 * a[5]
    b[:, 6] = 0.25
    b[1, 0], b[2, 0] = 0.0, -0.0
    out = {"a": a, "b": b}
    first = torch.from_numpy(a[: len(b)])
    for name, (matrix, pairwise) in SIMILARITIES.items():
        out[name] = matrix(a, b).numpy()
        out[name + ".pairwise"] = pairwise(first, torch.from_numpy(b)).numpy()
    for precision in ("int8", "uint8", "binary", "ubinary"):
        out[precision] = quantize_embeddings(b, precision)
        out[precision + ".sampled"] = quantize_embeddings(b, precision, calibration_embeddings=a)
    save_file({name: np.ascontiguousarray(values) for name, values in out.items()}, path)


if __name__ == "__main__":
    main(sys.argv[1])
