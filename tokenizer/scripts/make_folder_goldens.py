#!/usr/bin/env python3
"""Writes model folders that have no tokenizer.json, and what transformers makes of the corpus with each.

    python make_folder_goldens.py ../src/test/resources/reference
    python make_folder_goldens.py ../src/test/resources/reference --block 11 t5

`folders.json.gz` holds "parts": pieces of SentencePiece model files in base64, which a message's parts may
be put together from one after the other (that of the character map stands in unigram.json.gz), and for
each of the "folders" its small "files" and either "model", the parts of its SentencePiece model, or
"pairs", the model of arrangements.json.gz whose vocab.json and merges.txt it has. "cases" are texts with
their ids. `folders.bin.gz` holds for each folder, in that order, 32 bits for every 32 of the corpus's lines
(every sixteenth line is taken) that depend on their ids and offsets. With --block the reference's answers
for such lines are printed instead.

Needs `tokenizers`, `sentencepiece` and `transformers` (written with 0.23.2, 0.2.2 and 5.18).
"""

import base64
import gzip
import json
import os
import pathlib
import struct
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from make_tokenizer_goldens import corpus, scalars
from make_unigram_goldens import MARK, TEXTS, hashes, read, utf16
from transformers import AutoTokenizer
from transformers.convert_slow_tokenizer import import_protobuf

proto = import_protobuf()
STEP = 16
BLOCK = 32
PIECES = 1500
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = range(1, 7)
EXTRA = ["<unk>NOTUSED a", "a</s>NOTUSED", "[X]a[x]", "a<tag>b <tag> c", f"{MARK}newest a newest", "[CLS] a[MASK] [SEP]", "<pad><s>", "  <mask>  x<mask>y", "<extra_id_1>b <extra_id_7>", "<0x41> A", "Ab AB ab", "naïve ``x''"]


def message(*pieces):
    """Pieces of a model: (text, score, type)."""
    model = proto.ModelProto()
    for text, score, kind in pieces:
        model.pieces.add(piece=text, score=score, type=kind)
    return model.SerializePartialToString()


def control(*texts):
    return message(*((text, 0.0, UNKNOWN if text == "<unk>" else CONTROL) for text in texts))


def trainer(model_type=1, **ids):
    return proto.ModelProto(trainer_spec=proto.TrainerSpec(model_type=model_type, **ids)).SerializePartialToString()


def parts(pieces, charsmap):
    normalizer = proto.ModelProto(normalizer_spec=proto.NormalizerSpec(precompiled_charsmap=charsmap))
    return {
        "pieces": message(*((text, score, NORMAL) for text, score in pieces)),
        "fairseq": control("<unk>", "<s>", "</s>"),
        "t5": control("<pad>", "</s>", "<unk>"),
        "albert": control("<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"),
        "bytes": message(*((f"<0x{b:02X}>", 0.0, BYTE) for b in range(256))),
        "defined": message(("<tag>", 0.0, USER_DEFINED), (f"{MARK}newest", 0.0, USER_DEFINED), ("[X]", 0.0, CONTROL), ("zq", -1.0, UNUSED)),
        "fairseq ids": trainer(unk_id=0, bos_id=1, eos_id=2, pad_id=-1),
        "t5 ids": trainer(unk_id=2, bos_id=-1, eos_id=1, pad_id=0),
        "albert ids": trainer(unk_id=1, bos_id=2, eos_id=3, pad_id=0),
        "charsmap": normalizer.SerializePartialToString(),
    }


def flags(content, *names):
    return {"content": content, **{n: n in names for n in ("single_word", "lstrip", "rstrip", "normalized", "special")}}


def described(content, *names):
    return {"__type": "AddedToken", **flags(content, *names)}


def folders(sizes):
    def spiece(model, config=None, model_type=None, name="spiece.model", **others):
        files = {key + ".json": json.dumps(value) for key, value in others.items()}
        if config is not None:
            files["tokenizer_config.json"] = json.dumps(config)
        if model_type:
            files["config.json"] = json.dumps({"model_type": model_type})
        return {"files": files, "name": name, "model": model.split("+")}

    def fairseq(config=None, model_type=None, model="fairseq+pieces+fairseq ids+charsmap", **others):
        return spiece(model, config, model_type, "sentencepiece.bpe.model", **others)

    def pairs(model, config=None, model_type=None, **others):
        return {**spiece("", config, model_type, "", **others), "model": [], "pairs": model}

    xlm = {"tokenizer_class": "XLMRobertaTokenizer"}
    roles = dict(bos_token="<s>", eos_token="</s>", sep_token="</s>", cls_token="<s>", unk_token="<unk>", pad_token="<pad>")
    mask = described("<mask>", "lstrip")
    camembert = {"tokenizer_class": "CamembertTokenizer"}
    t5 = {"tokenizer_class": "T5Tokenizer"}
    sentinels = [f"<extra_id_{i}>" for i in range(100)]
    albert = {"tokenizer_class": "AlbertTokenizer"}
    size = sizes["roberta"]
    chat = {str(sizes["qwen"] + i): flags(t, *f) for i, (t, *f) in enumerate([("<|endoftext|>", "special"), ("<|im_start|>", "special"), ("<think>",)])}
    return {
        "xlm-roberta": fairseq(xlm),
        "xlm-roberta by type": fairseq(None, "xlm-roberta"),
        "xlm-roberta, as published": fairseq({**xlm, **roles, "mask_token": mask, "model_max_length": 512}, "xlm-roberta", special_tokens_map={**roles, "mask_token": mask}),
        "xlm-roberta with a map": fairseq(xlm, special_tokens_map={**roles, "mask_token": flags("<mask>", "lstrip", "rstrip")}),
        "xlm-roberta with a decoder": fairseq({**xlm, "added_tokens_decoder": {
            **{str(i): flags(t, "special") for i, t in enumerate(["<s>", "<pad>", "</s>", "<unk>"])}, str(PIECES + 4): flags("<mask>", "lstrip", "special"), str(PIECES + 5): flags("<tag>", "normalized")}}),
        "xlm-roberta with added tokens": fairseq({**xlm, "mask_token": mask}, added_tokens={"<tag>": PIECES + 5}),
        "xlm-roberta with more special tokens": fairseq({**xlm, "additional_special_tokens": ["<tag>", "[X]"]}),
        "xlm-roberta with extra special tokens": fairseq({**xlm, "extra_special_tokens": ["<tag>", "[X]"]}),
        "xlm-roberta without prefix": fairseq({**xlm, "add_prefix_space": False}),
        "xlm-roberta with defined symbols": fairseq(xlm, model="fairseq+pieces+defined+fairseq ids+charsmap"),
        "xlm-roberta renamed": fairseq({**xlm, "bos_token": "[CLS]", "cls_token": "[CLS]", "eos_token": "[SEP]", "sep_token": "[SEP]", "mask_token": "[MASK]"}),
        "camembert": fairseq(camembert),
        "camembert, as published": fairseq({**camembert, **roles, "mask_token": mask, "additional_special_tokens": ["<s>NOTUSED", "</s>NOTUSED"]}, "camembert"),
        "camembert by type": fairseq(None, "camembert"),
        "t5": spiece("t5+pieces+t5 ids+charsmap", t5),
        "t5 by type": spiece("t5+pieces+t5 ids+charsmap", None, "t5"),
        "t5, as published": spiece("t5+pieces+t5 ids+charsmap", {**t5, "extra_ids": 100, "additional_special_tokens": sentinels, "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}, "t5",
                                   special_tokens_map={"additional_special_tokens": sentinels, "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}),
        "t5 with few sentinels": spiece("t5+pieces+t5 ids+charsmap", {**t5, "extra_ids": 3}),
        "mt5": spiece("t5+bytes+pieces+defined+t5 ids+charsmap", {**t5, "extra_ids": 0, "additional_special_tokens": None}, "mt5"),
        "t5 with defined symbols": spiece("t5+pieces+defined+t5 ids+charsmap", t5),
        "t5 with defined symbols and no sentinels": spiece("t5+pieces+defined+t5 ids+charsmap", {**t5, "extra_ids": 0}),
        "t5 with more special tokens and defined symbols": spiece("t5+pieces+defined+t5 ids+charsmap", {**t5, "additional_special_tokens": ["[X]"]}),
        "t5 with a map alone": spiece("t5+pieces+defined+t5 ids+charsmap", t5, special_tokens_map={"additional_special_tokens": ["zq"], "eos_token": "</s>"}),
        "t5 with extra special tokens in a map": spiece("t5+pieces+defined+t5 ids+charsmap", t5, special_tokens_map={"extra_special_tokens": ["zq"], "eos_token": "</s>"}),
        "t5 with tokens of other roles": spiece("t5+pieces+defined+t5 ids+charsmap", {**t5, "extra_special_tokens": {"title": "zq"}}),
        "t5 with more special tokens": spiece("t5+pieces+t5 ids+charsmap", {**t5, "additional_special_tokens": ["[X]"]}),
        "albert with defined symbols": spiece("albert+pieces+defined+albert ids+charsmap", albert),
        "camembert with defined symbols": fairseq(camembert, model="fairseq+pieces+defined+fairseq ids+charsmap"),
        "albert": spiece("albert+pieces+albert ids+charsmap", albert),
        "albert by type": spiece("albert+pieces+albert ids+charsmap", None, "albert"),
        "albert cased": spiece("albert+pieces+albert ids+charsmap", {**albert, "do_lower_case": False, "keep_accents": True, "mask_token": described("[MASK]", "lstrip"), "remove_space": True}),
        "roberta": pairs("roberta", {"tokenizer_class": "RobertaTokenizer", "mask_token": mask}, "roberta"),
        "roberta with prefix": pairs("roberta", {"tokenizer_class": "RobertaTokenizer", "add_prefix_space": True, "added_tokens_decoder": {"4": flags("<mask>", "lstrip", "special"), str(size): flags("  ", "normalized")}}),
        "longformer": pairs("roberta", None, "longformer"),
        "gpt2": pairs("roberta", {"tokenizer_class": "GPT2Tokenizer", "unk_token": "<unk>", "bos_token": "<s>", "eos_token": "</s>"}),
        "qwen2": pairs("qwen", {"tokenizer_class": "Qwen2Tokenizer", "added_tokens_decoder": chat}),
        "qwen3": pairs("qwen", {"added_tokens_decoder": chat, "add_prefix_space": False, "add_bos_token": False}, "qwen3"),
    }


def write(folder, spec, parts, pair_models):
    for name, text in spec["files"].items():
        pathlib.Path(folder, name).write_text(text, encoding="utf-8")
    if "pairs" in spec:
        model = pair_models[spec["pairs"]]
        pathlib.Path(folder, "vocab.json").write_text(json.dumps(model["vocab"], ensure_ascii=False), encoding="utf-8")
        lines = [merge if isinstance(merge, str) else " ".join(merge) for merge in model["merges"]]
        pathlib.Path(folder, "merges.txt").write_text("#version: 0.2\n" + "".join(line + "\n" for line in lines), encoding="utf-8")
    else:
        pathlib.Path(folder, spec["name"]).write_bytes(b"".join(parts[name] for name in spec["model"]))


def load(spec, parts, pair_models):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, spec, parts, pair_models)
        tokenizer = AutoTokenizer.from_pretrained(folder).backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def main(folder, option=None, block=None, name=None):
    folder = pathlib.Path(folder)
    texts = [scalars(text) for text in corpus(json.loads((folder / "corpus.json").read_text()))][::STEP]
    unigram = read(folder)["models"]
    model_parts = parts(json.loads(f"[{unigram['pieces']}]")[:PIECES], base64.b64decode(json.loads(unigram["charsmap"])))
    arrangements = json.loads(gzip.decompress((folder / "arrangements.json.gz").read_bytes()))["models"]
    pair_models = {name: json.loads(arrangements[name]) for name in ("roberta", "qwen")}
    specs = folders({name: len(model["vocab"]) for name, model in pair_models.items()})
    if option == "--block":
        tokenizer = load(specs[name], model_parts, pair_models)
        for text in texts[int(block) * BLOCK:][:BLOCK]:
            encoding = tokenizer.encode(text)
            at = utf16(text)
            print(json.dumps(text), encoding.ids, " ".join(f"({at[a]},{at[b]})" for a, b in encoding.offsets))
        return
    blocks = []
    for name, spec in specs.items():
        tokenizer = load(spec, model_parts, pair_models)
        spec["cases"] = {text: tokenizer.encode(text).ids for text in TEXTS + EXTRA}
        blocks += hashes(tokenizer, texts)
        print(name, tokenizer.get_vocab_size(), spec["cases"]["Hello worlds"], file=sys.stderr)
    del model_parts["charsmap"]
    out = {"parts": {name: base64.b64encode(part).decode() for name, part in model_parts.items()}, "folders": specs}
    text = json.dumps(out, separators=(",\n", ":"))
    (folder / "folders.json.gz").write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    (folder / "folders.bin.gz").write_bytes(gzip.compress(struct.pack(f"<{len(blocks)}I", *blocks), 9, mtime=0))


if __name__ == "__main__":
    main(*sys.argv[1:])
