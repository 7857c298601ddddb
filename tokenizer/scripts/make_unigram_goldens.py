#!/usr/bin/env python3
"""Writes Unigram tokenizers in the arrangements of published models, and what the reference
tokenizers library makes of small cases with them.

    python make_unigram_goldens.py ../src/test/resources/reference
    python make_unigram_goldens.py ../src/test/resources/reference --train CHARSMAP TEXT.gz...
    python make_unigram_goldens.py ../src/test/resources/reference --block 11 t5

`unigram.json.gz` holds under "models" texts that stand for "@name@" in the tokenizer.json files under
"tokenizers" (and in each other, if they follow), among them pieces that were trained on the corpus and
other texts, which are kept unless --train is given, and the `precompiled_charsmap` of nmt_nfkc as
published models carry it (SentencePiece 0.2.2 makes a newer one). "cases" are as in cases.json.gz,
"everyCodePoint" is a hash of what the map makes of each. `unigram.bin.gz` holds for each tokenizer, in
that order, 32 bits for every 32 of the corpus's lines (every fourth line is taken) that depend on their
ids and offsets. With --block the reference's answers for such lines are printed instead.

Needs `tokenizers` and `sentencepiece` (written with 0.23.2 and 0.2.2).
"""

import base64
import gzip
import io
import json
import pathlib
import random
import struct
import sys

from make_tokenizer_cases import added, expected
from make_tokenizer_goldens import MASK32, corpus, mix, scalars
from tokenizers import Tokenizer, normalizers

MARK = "\u2581"
PIECES = 5000
STEP = 4
BLOCK = 32


def train(folder, texts):
    """Normal pieces with their scores."""
    import sentencepiece

    lines = [scalars(text) for text in corpus(json.loads((folder / "corpus.json").read_text()))][:60000]
    for path in texts:
        lines += [line.decode().strip() for line in gzip.open(path)][::40]
    lines = [line for line in lines if "\n" not in line and "\0" not in line]
    random.Random(1).shuffle(lines)
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines), model_writer=model, vocab_size=PIECES + 3, character_coverage=0.995, num_threads=2, minloglevel=2)
    processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
    return [[processor.id_to_piece(i), float(f"{processor.get_score(i):.6g}")] for i in range(3, PIECES + 3)]


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def models(pieces, charsmap):
    def unigram(unknown, head, tail, **more):
        vocab = [[piece, 0.0] for piece in head] + ["@pieces@"] + [[piece, 0.0] for piece in tail]
        return compact({"type": "Unigram", "unk_id": unknown, "vocab": vocab, **more})

    return {
        "xlm-roberta": unigram(3, ["<s>", "<pad>", "</s>", "<unk>"], ["<mask>"]),
        "untyped": unigram(3, ["<s>", "<pad>", "</s>", "<unk>"], ["<mask>"]).replace('"type":"Unigram",', ""),
        "camembert": unigram(3, ["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED"], ["<mask>"]),
        "t5": unigram(2, ["<pad>", "</s>", "<unk>"], [f"<extra_id_{i}>" for i in range(99, -1, -1)], byte_fallback=False),
        "albert": unigram(1, ["<pad>", "<unk>", "[CLS]", "[SEP]", "[MASK]"], []),
        "bytes": unigram(0, ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)], [], byte_fallback=True),
        "few-bytes": unigram(0, ["<unk>"] + [f"<0x{b:02X}>" for b in range(256) if b != 0x9F], [], byte_fallback=True),
        "letters": compact({"type": "Unigram", "unk_id": 0, "vocab": [
            ["<unk>", 0.0], ["a", -1.0], ["b", -1.0], ["ab", -2.0], ["abab", -4.0], ["ba", -1.5], ["xy", -90.0], ["c\u0301", -3.0], [MARK, -2.0], [MARK + "a", -3.0], ["\U0001F642", 5.0]]}),
        "charsmap": compact(base64.b64encode(charsmap).decode()),
        "pieces": compact(pieces)[1:-1],
    }


def sequence(**parts):
    return {"type": "Sequence", **parts}


def template(single, pair, **ids):
    def pieces(text):
        out = []
        for word in text.split():
            name, _, type_id = word.partition(":")
            out.append({"Sequence" if name in "AB" else "SpecialToken": {"id": name, "type_id": int(type_id or 0)}})
        return out
    return {"type": "TemplateProcessing", "single": pieces(single), "pair": pieces(pair),
            "special_tokens": {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in ids.items()}}


def metaspace(scheme=None, **more):
    return {"type": "Metaspace", "replacement": MARK, **({"prepend_scheme": scheme} if scheme else {}), **more}


def arrangements():
    charsmap = {"type": "Precompiled", "precompiled_charsmap": "@charsmap@"}
    words = {"type": "WhitespaceSplit"}
    old = metaspace(add_prefix_space=True, str_rep=MARK)
    strip = {"type": "Strip", "strip_left": False, "strip_right": True}
    roberta = template("<s> A </s>", "<s> A </s> </s> B </s>", **{"<s>": 0, "</s>": 2})
    roberta_tokens = [added(i, t, "special") for i, t in enumerate(["<s>", "<pad>", "</s>", "<unk>"])]
    size = PIECES + 4
    xlm = dict(added_tokens=roberta_tokens + [added(size, "<mask>", "special", "lstrip")], post_processor=roberta)
    t5 = dict(added_tokens=[added(i, t, "special") for i, t in enumerate(["<pad>", "</s>", "<unk>"])] +
                           [added(PIECES + 3 + 99 - i, f"<extra_id_{i}>", "special") for i in range(99, -1, -1)],
              post_processor=template("A </s>", "A </s> B </s>", **{"</s>": 1}))

    def spec(model, normalizer, splitter, decoder=None, **parts):
        return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": normalizer, "pre_tokenizer": splitter,
                "post_processor": None, "decoder": decoder, **parts, "model": f"@{model}@"}

    odd = [added(20, "<l>", "lstrip"), added(21, "<r>", "rstrip", "normalized"), added(22, "a b", "normalized"), added(23, "<x>", "special"), added(24, "\u00e9!", "normalized")]
    spaces = {"Regex": " {2,}"}
    bert = template("[CLS] A [SEP]", "[CLS] A [SEP] B:1 [SEP]:1", **{"[CLS]": 2, "[SEP]": 3})
    lowered = [{"type": "Replace", "pattern": {"String": "``"}, "content": '"'}, {"type": "Replace", "pattern": {"String": "''"}, "content": '"'},
               {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}, charsmap, {"type": "Replace", "pattern": spaces, "content": " "}]
    return {
        "xlm-roberta": spec("xlm-roberta", charsmap, sequence(pretokenizers=[words, old]), old, **xlm),
        "untyped": spec("untyped", charsmap, sequence(pretokenizers=[words, old]), old, **xlm),
        "camembert": spec("camembert", charsmap, sequence(pretokenizers=[words, metaspace("always", split=True)]), metaspace("always", split=True),
                          added_tokens=[added(PIECES + 6, "<s>", "special"), added(1, "<pad>", "special"), added(PIECES + 7, "</s>", "special"), added(3, "<unk>", "special"), added(PIECES + 5, "<mask>", "special", "lstrip")],
                          post_processor=template("<s> A </s>", "<s> A </s> </s> B </s>", **{"<s>": PIECES + 6, "</s>": PIECES + 7})),
        "t5": spec("t5", charsmap, sequence(pretokenizers=[words, metaspace("always")]), metaspace("always"), **t5),
        "t5-whole": spec("t5", sequence(normalizers=[charsmap, strip]), metaspace("always"), metaspace("always"), **t5),
        "bge-m3": spec("xlm-roberta", sequence(normalizers=[charsmap, {"type": "Replace", "pattern": spaces, "content": " "}]), metaspace("always", split=True), metaspace("always", split=True), **xlm),
        "converted": spec("xlm-roberta", sequence(normalizers=[charsmap, strip, {"type": "Replace", "pattern": spaces, "content": MARK}]), metaspace("always"), metaspace("always"), **xlm),
        "albert": spec("albert", sequence(normalizers=lowered), metaspace("always"), metaspace("always"),
                       added_tokens=[added(i, t, "special") for i, t in enumerate(["<pad>", "<unk>", "[CLS]", "[SEP]"])] + [added(4, "[MASK]", "special", "lstrip")], post_processor=bert),
        "first": spec("bytes", sequence(normalizers=[charsmap, {"type": "Nmt"}]), metaspace("first", split=False), sequence(decoders=[
            {"type": "Replace", "pattern": {"String": MARK}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]),
            added_tokens=[added(1, "<s>", "special"), added(2, "</s>", "special", "normalized")]),
        "never": spec("few-bytes", {"type": "Nmt"}, metaspace("never"), metaspace("never")),
        "first-words": spec("letters", charsmap, sequence(pretokenizers=[words, metaspace("first")]), metaspace("first"), added_tokens=odd),
        "letters": spec("letters", {"type": "Strip", "strip_left": True, "strip_right": True}, metaspace("first"), {"type": "Strip", "content": "a", "start": 1, "stop": 0}, added_tokens=odd),
        "bare": spec("letters", None, None),
        "no-prefix": spec("letters", None, metaspace("never", add_prefix_space=False), {"type": "Fuse"}),
    }


TEXTS = [
    "", " ", "  ", "\t\n", "Hello worlds", "Hello  world ", " Hello", "question", "\ufb01nd \u2026and \uff76\uff9e \u3300 \ufdfa x", "e\u0301\u0302x y", "\u0001ab", "\u0001\u0002 ab \u0001cd", "a\u0001b\u0001", "\u0001",
    "\r\nab\r\n", "a\u200bb", "\ufeffab", "\u6301\u4e45 \u5377 \u58f0\u660e", "\U0001F642\U0001F642 a", "\U0001F469\u200d\U0001F469\u200d\U0001F467 x", "\U0001F1E9\U0001F1EA\U0001F1E8\U0001F1F3",
    "<s>hello</s>", "<mask>", "  <mask>  x", "a<mask>b", "<mask><mask>", "<extra_id_0> x<extra_id_99>y", "<unk>", "a<unk>b", "x<unk>", "<s>NOTUSED", "\u2581", "\u2581a \u2581", "\u2581\u2581a", "a\u2581b",
    "abab", "ababab", "xy", "xyab", "axy", "x", "xyx", "\U0001F642", "c\u0301 c", "zzz a", "a zzz", "<0x41>", "<0xe9>\u00e9", "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab", "\u0915\u094d\u0937 \u0928\u0941", "\u0e40\u0e02\u0e32",
    "a <l> b  <l>c", "a <r> b<r>  c<r>", "<r>a", " <r> a", "a b a  b", "<x>ab<x> ab", "<l>", "\u00e9! e\u0301!", "ab<x>", "</s>a </s>", "``quoted'' text", "\uff21\uff22\uff23 \u2460\u2167", "a\u00a0b\u3000c", "\u00c5\u212b\u0041\u030a", "\u0344 \u1e9b\u0323",
]
PAIRS = [("hello world", "a b"), ("", ""), ("<mask>", " x"), ("\u0001a", "\u0001a")]


def expand(text, parts):
    for name, value in parts.items():
        text = text.replace(f'"@{name}@"', value)
    return text


def build(text, parts):
    return Tokenizer.from_str(expand(text, parts))


def cases(name, tokenizer):
    for texts in [[text] for text in TEXTS] + [list(pair) for pair in PAIRS]:
        yield {"tokenizer": name, "texts": texts, **expected(tokenizer, tokenizer.encode(*texts), texts)}


def every_code_point(charsmap):
    """A hash of what the map makes of each, alone, after a letter and before a mark."""
    normalizer = normalizers.Precompiled(charsmap)
    state = 0
    for c in (c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF):
        for text in (chr(c), "a" + chr(c), chr(c) + "\u0301"):
            for out in normalizer.normalize_str(text):
                state = mix(state, ord(out))
            state = mix(state, c)
    return state


def utf16(text):
    at = [0]
    for c in text:
        at.append(at[-1] + (2 if c > "\uffff" else 1))
    return at


def hashes(tokenizer, texts):
    for start in range(0, len(texts), BLOCK):
        state = 0
        for text in texts[start:start + BLOCK]:
            encoding = tokenizer.encode(text)
            at = utf16(text)
            for id, (a, b) in zip(encoding.ids, encoding.offsets):
                state = mix(mix(mix(state, id), at[a]), at[b])
            state = mix(state, MASK32)
        yield state


def read(folder):
    return json.loads(gzip.decompress((folder / "unigram.json.gz").read_bytes()))


def main(folder, option=None, *arguments):
    folder = pathlib.Path(folder)
    texts = [scalars(text) for text in corpus(json.loads((folder / "corpus.json").read_text()))][::STEP]
    if option == "--train":
        parts = models(train(folder, arguments[1:]), pathlib.Path(arguments[0]).read_bytes())
    else:
        kept = read(folder)["models"]
        parts = models(json.loads(f"[{kept['pieces']}]"), base64.b64decode(json.loads(kept["charsmap"])))
    files = {name: compact(spec) for name, spec in arrangements().items()}
    if option == "--block":
        tokenizer = build(files[arguments[1]], parts)
        for text in texts[int(arguments[0]) * BLOCK:][:BLOCK]:
            encoding = tokenizer.encode(text)
            at = utf16(text)
            print(json.dumps(text), encoding.ids, " ".join(f"({at[a]},{at[b]})" for a, b in encoding.offsets))
        return
    charsmap = base64.b64decode(json.loads(parts["charsmap"]))
    out = {"models": parts, "tokenizers": files, "everyCodePoint": every_code_point(charsmap), "cases": []}
    blocks = []
    for name, text in files.items():
        tokenizer = build(text, parts)
        out["cases"] += cases(name, tokenizer)
        blocks += hashes(tokenizer, texts)
    text = json.dumps(out, separators=(",\n", ":"))
    (folder / "unigram.json.gz").write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    (folder / "unigram.bin.gz").write_bytes(gzip.compress(struct.pack(f"<{len(blocks)}I", *blocks), 9, mtime=0))
    print(len(out["cases"]), "cases", len(blocks), "blocks", file=sys.stderr)


if __name__ == "__main__":
    main(*sys.argv[1:])
