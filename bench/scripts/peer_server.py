#!/usr/bin/env python3
"""sentence-transformers and the Rust tokenizers library, asked line by line from the benchmarks.

    python peer_server.py FOLDER THREADS

Reads {"task": "encode" or "tokenize", "texts": [...], "result": true or false} from standard input
and answers {"nanos": ..., "result": [...]} on standard output. Time is taken around the call alone.
"""

import json
import os
import sys
import time

import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer


def main():
    folder, threads = sys.argv[1], int(sys.argv[2])
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not end up among the answers
    torch.set_num_threads(threads)
    model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32})
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tasks = {
        # The default batch size, and sorted by length inside; both are what people get.
        "encode": lambda texts: model.encode(texts, normalize_embeddings=True, show_progress_bar=False),
        "tokenize": lambda texts: [tokenizer.encode(text) for text in texts],
    }
    plain = {"encode": lambda result: result.tolist(), "tokenize": lambda result: [e.ids for e in result]}
    for line in sys.stdin:
        request = json.loads(line)
        start = time.perf_counter_ns()
        result = tasks[request["task"]](request["texts"])
        nanos = time.perf_counter_ns() - start
        answer = {"nanos": nanos, "result": plain[request["task"]](result) if request["result"] else None}
        replies.write(json.dumps(answer) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
