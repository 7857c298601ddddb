#!/usr/bin/env python3
"""Writes folders with a SentencePiece model and no tokenizer.json, and what transformers makes of them.

    python make_sentencepiece_cases.py ../src/test/resources/reference

The models in `sentencepiece.json.gz` have pieces of unigram.json.gz and stand in it in base64, without
the map of that file, which is to be appended as one more part of the normalizer's settings.

Needs `transformers`, `tokenizers` and `sentencepiece` (written with 5.18, 0.23.2 and 0.2.2).
"""

import base64
import gzip
import json
import os
import pathlib
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from make_tokenizer_cases import expected, flags
from make_unigram_goldens import read
from sentencepiece import sentencepiece_model_pb2
from transformers import AutoTokenizer

UNKNOWN, CONTROL, USER = 2, 3, 4
XLM = [("<unk>", UNKNOWN), ("<s>", CONTROL), ("</s>", CONTROL)]
T5 = [("<pad>", CONTROL), ("</s>", CONTROL), ("<unk>", UNKNOWN)]
ALBERT = [("<pad>", CONTROL), ("<unk>", UNKNOWN), ("[CLS]", CONTROL), ("[SEP]", CONTROL), ("[MASK]", CONTROL)]
TEXTS = ["", "The question is: what?", " \ufb01nd  \u2026 cafe\u0301 ", "<s>a</s> b", "a <mask> b<mask>", "[CLS] x [MASK]y", "<extra_id_0>a <extra_id_99>", "<u> ab<u>b", "``a'' \u00e9\u0142 A", "new <e> x", "\u6301\u4e45 zzz", "<pad><unk>"]
PAIRS = [("a", "b c"), ("", "x")]


def model(pieces, head, user=()):
    proto = sentencepiece_model_pb2.ModelProto()
    for piece, kind in head:
        proto.pieces.add(piece=piece, score=0, type=kind)
    for piece, score in pieces:
        proto.pieces.add(piece=piece, score=score)
    for piece in user:
        proto.pieces.add(piece=piece, score=0, type=USER)
    proto.trainer_spec.model_type = 1
    proto.trainer_spec.vocab_size = len(proto.pieces)
    proto.normalizer_spec.name = "nmt_nfkc"
    return proto.SerializeToString()


def charsmap_part(charsmap):
    part = sentencepiece_model_pb2.ModelProto()
    part.normalizer_spec.precompiled_charsmap = charsmap
    return part.SerializePartialToString()


def folders(pieces):
    mask = {"mask_token": {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": True, "rstrip": False, "single_word": False}}
    renamed = dict(bos_token="<c>", cls_token="<c>", eos_token="<d>", sep_token="<d>", pad_token="<p>", unk_token="<u>", mask_token="<m>")
    size = len(pieces)

    def folder(name, head, tokenizer_class, user=(), files=(), **config):
        if tokenizer_class:
            config["tokenizer_class"] = tokenizer_class
        return {"file": name, "model": model(pieces, head, user),
                "files": {"tokenizer_config.json": config, **dict(files)}}

    def xlm(**more):
        return folder("sentencepiece.bpe.model", XLM, more.pop("tokenizer_class", "XLMRobertaTokenizer"), **more)

    def spiece(head, tokenizer_class, **more):
        return folder("spiece.model", head, tokenizer_class, **more)

    decoder = {"0": flags("<s>", "special"), str(size + 4): flags("<u>"), str(size + 5): flags("<mask>", "lstrip", "special"), str(size + 6): flags("new", "normalized")}
    return {
        "XLM-RoBERTa": xlm(),
        "XLM-RoBERTa, fast": xlm(tokenizer_class="XLMRobertaTokenizerFast", **mask, model_max_length=512),
        "XLM-RoBERTa, special_tokens_map": xlm(files={"special_tokens_map.json": mask}.items()),
        "XLM-RoBERTa, added_tokens_decoder": xlm(user=["<u>"], added_tokens_decoder=decoder),
        "XLM-RoBERTa, no prefix": xlm(add_prefix_space=False, additional_special_tokens=["<e>"]),
        "XLM-RoBERTa, added_tokens": xlm(files={"added_tokens.json": {"<e>": size + 6, "new": size + 5}}.items()),
        "XLM-RoBERTa, renamed": xlm(**renamed),
        "XLM-RoBERTa by config": xlm(tokenizer_class=None, files={"config.json": {"model_type": "xlm-roberta"}}.items()),
        "T5": spiece(T5, "T5Tokenizer"),
        "T5, published": spiece(T5, "T5Tokenizer", extra_ids=100, additional_special_tokens=[f"<extra_id_{i}>" for i in range(100)], model_max_length=512),
        "T5, few sentinels": spiece(T5, "T5Tokenizer", extra_ids=1),
        "T5 by config": spiece(T5, None, files={"config.json": {"model_type": "t5"}}.items()),
        "ALBERT": spiece(ALBERT, "AlbertTokenizer"),
        "ALBERT, cased": spiece(ALBERT, "AlbertTokenizer", user=["(", "<u>"], do_lower_case=False, keep_accents=True),
        "CamemBERT": xlm(tokenizer_class="CamembertTokenizer"),
        "CamemBERT, published": xlm(tokenizer_class="CamembertTokenizer", additional_special_tokens=["<s>NOTUSED", "</s>NOTUSED"]),
    }


def main(path):
    path = pathlib.Path(path)
    kept = read(path)["models"]
    pieces = json.loads(f"[{kept['pieces']}]")
    pieces = pieces[:250] + [p for p in pieces[250:] if len(p[0]) == 1 and p[0] < "\u0250"]
    charsmap = charsmap_part(base64.b64decode(json.loads(kept["charsmap"])))
    out = []
    for name, folder in folders(pieces).items():
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, folder["file"]).write_bytes(folder["model"] + charsmap)
            files = {file: json.dumps(content) for file, content in folder["files"].items()}
            for file, content in files.items():
                pathlib.Path(directory, file).write_text(content)
            loaded = AutoTokenizer.from_pretrained(directory)
        tokenizer = loaded.backend_tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        texts = [[text] for text in TEXTS] + [list(pair) for pair in PAIRS]
        out.append({"name": name, "file": folder["file"], "model": base64.b64encode(folder["model"]).decode(), "files": files,
                    "cases": [{"texts": t, **expected(tokenizer, tokenizer.encode(*t), t)} for t in texts]})
    text = json.dumps(out, separators=(",\n", ":"))
    (path / "sentencepiece.json.gz").write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(len(out), "folders", sum(len(folder["cases"]) for folder in out), "cases", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
