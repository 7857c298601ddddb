#!/usr/bin/env python3
"""Hashes what the reference tokenizers library makes of every eighth line of the corpus with
published tokenizers, which the project doesn't hold.

    python make_published_goldens.py FOLDER ../src/test/resources/reference

FOLDER holds bert-base-uncased.json, bert-base-chinese.json and mpnet.json. Each golden file has 32 bits a line.
Needs the `tokenizers` package (written with 0.23.2).
"""

import gzip
import json
import pathlib
import struct
import sys

from make_tokenizer_goldens import corpus, mix, scalars
from tokenizers import Tokenizer


def main(source, folder):
    texts = [scalars(text) for text in corpus(json.loads(pathlib.Path(folder, "corpus.json").read_text()))][::8]
    for name in ("bert-base-uncased", "bert-base-chinese", "mpnet"):
        tokenizer = Tokenizer.from_file(str(pathlib.Path(source, name + ".json")))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        hashes = []
        for encoding in tokenizer.encode_batch(texts):
            state = 0
            for id in encoding.ids:
                state = mix(state, id)
            hashes.append(state)
        data = struct.pack(f"<{len(hashes)}I", *hashes)
        pathlib.Path(folder, name + ".bin.gz").write_bytes(gzip.compress(data, 9, mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
