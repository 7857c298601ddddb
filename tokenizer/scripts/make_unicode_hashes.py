#!/usr/bin/env python3
"""Writes, for each thing that the tokenizer knows of code points, a hash over all of them.

    python make_unicode_hashes.py ../src/test/resources/reference/unicode-hashes.json

Needs the `tokenizers` package (written with 0.23.2) and takes about a minute.
"""

import json
import sys

from make_bpe_goldens import QWEN
from make_tokenizer_goldens import mix, normalizer
from make_unicode_tables import SCALARS, next_to_added_token
from tokenizers import Regex, normalizers, pre_tokenizers

NORMALIZERS = {
    "clean": normalizer(True, False, False, False),
    "chinese": normalizer(False, True, False, False),
    "strip": normalizer(False, False, True, False),
    "lower": normalizer(False, False, False, True),
    "all": normalizer(True, True, True, True),
    "lowercase": normalizers.Lowercase(),
    "NFC": normalizers.NFC(),
    "NFD": normalizers.NFD(),
    "NFKC": normalizers.NFKC(),
    "NFKD": normalizers.NFKD(),
    "accents": normalizers.StripAccents(),
}

SPLITTERS = {
    "gpt2": pre_tokenizers.ByteLevel(add_prefix_space=False),
    "qwen": pre_tokenizers.Split(Regex(QWEN), "isolated"),
    "whitespace": pre_tokenizers.Whitespace(),
    "digits": pre_tokenizers.Digits(),
    "punctuation": pre_tokenizers.Punctuation(),
}


def around(c):
    """A code point beside one of each kind that expressions tell apart."""
    return f"a{c}a1{c}1!{c}! {c} \n{c}\n'{c}"


def main(path):
    hashes = {}
    for name, step in NORMALIZERS.items():
        state = 0
        for c in SCALARS:
            for out in step.normalize_str(chr(c)):
                state = mix(state, ord(out))
            state = mix(state, c)
        hashes[name] = state
    words = pre_tokenizers.BertPreTokenizer()
    state = 0
    for c in SCALARS:
        state = mix(state, len(words.pre_tokenize_str("a" + chr(c) + "a")))
    hashes["words"] = state
    for name, splitter in SPLITTERS.items():
        state = 0
        for c in SCALARS:
            for _, (start, end) in splitter.pre_tokenize_str(around(chr(c))):
                state = mix(mix(state, start), end)
        hashes[name] = state
    beside = set(next_to_added_token()[0])
    state = 0
    for c in SCALARS:
        state = mix(state, int(c in beside))
    hashes["word"] = state
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write(json.dumps(hashes, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
