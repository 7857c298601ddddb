#!/usr/bin/env python3
"""Writes what the reference tokenizers library makes of the corpus with byte-pair encoding, and with
each normalizer and splitter.

    python make_bpe_goldens.py ../src/test/resources/reference
    python make_bpe_goldens.py ../src/test/resources/reference --block 11 roberta

`arrangements.json.gz` holds the models that were trained on the corpus (kept unless the file is
deleted) and tokenizer.json files in the arrangements of published models, where "@name@" stands for
a model. `arrangements.bin.gz` holds for each of them, in that order, 32 bits for every 64 lines of the
corpus, which depend on the ids and UTF-16 offsets of all these lines and on the decoded text of the
first. With --block the reference's answers for those lines are printed instead.

A model of bytes without merges shows to the byte what a normalizer did. Behind a splitter another
one puts a space in front of each word, which shows where the words are.

Needs `tokenizers` (written with 0.23.2) and numpy, and takes some minutes.
"""

import gzip
import json
import pathlib
import sys

import numpy as np
from make_tokenizer_goldens import corpus, scalars
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

BLOCK = 64
FACTOR = 0x9E3779B1
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"


def model_json(tokenizer):
    return json.loads(tokenizer.to_str())["model"]


def train(lines, normalizer, splitter, size, specials, alphabet=(), **options):
    trained = {k: options.pop(k) for k in ("continuing_subword_prefix", "end_of_word_suffix") if k in options}
    tokenizer = Tokenizer(models.BPE(**options, **trained))
    if normalizer:
        tokenizer.normalizer = normalizer
    if splitter:
        tokenizer.pre_tokenizer = splitter
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=specials, initial_alphabet=list(alphabet), limit_alphabet=600, show_progress=False, **trained)
    tokenizer.train_from_iterator(lines, trainer)
    return model_json(tokenizer)


def trained_models(lines):
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    byte_tokens = [f"<0x{b:02X}>" for b in range(256)]
    roberta = train(lines, None, pre_tokenizers.ByteLevel(add_prefix_space=False), 3000, ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], alphabet)
    qwen = train(lines, normalizers.NFC(), pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(QWEN), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]), 3000, [], alphabet)
    gemma = train(lines, normalizers.Replace(" ", "\u2581"), None, 2500, ["<pad>", "<eos>", "<bos>", "<unk>"] + byte_tokens, byte_fallback=True, unk_token="<unk>", fuse_unk=True)
    suffix = train(lines[::3], normalizers.Lowercase(), pre_tokenizers.BertPreTokenizer(), 1500, ["<unk>"], unk_token="<unk>", end_of_word_suffix="</w>")
    prefix = train(lines[::3], normalizers.NFKC(), pre_tokenizers.BertPreTokenizer(), 1500, ["[UNK]"], unk_token="[UNK]", continuing_subword_prefix="##")
    roberta["merges"] = [" ".join(pair) for pair in roberta["merges"]]  # as older files have them
    return {
        "roberta": {**roberta, "continuing_subword_prefix": "", "end_of_word_suffix": ""},
        "qwen": qwen,
        "llama": {**qwen, "ignore_merges": True, "merges": qwen["merges"][:-1500]},
        "gemma": gemma,
        "some-bytes": {**gemma, "fuse_unk": False, "vocab": {t: i for t, i in gemma["vocab"].items() if t not in ("<0xE4>", "<0xC5>", "<0x9F>")}},
        "no-unknown": {**gemma, "byte_fallback": False, "fuse_unk": False, "unk_token": None},
        "suffix": suffix,
        "prefix": prefix,
        "bytes": {"type": "BPE", "vocab": {c: i for i, c in enumerate(alphabet)}, "merges": []},
    }


def added(id, content, *flags):
    names = ("single_word", "lstrip", "rstrip", "normalized", "special")
    return {"id": id, "content": content, **{name: name in flags for name in names}}


def byte_level(add_prefix_space=False, trim_offsets=True, use_regex=True):
    return {"type": "ByteLevel", "add_prefix_space": add_prefix_space, "trim_offsets": trim_offsets, "use_regex": use_regex}


def split(pattern, behavior="Isolated", invert=False):
    return {"type": "Split", "pattern": pattern, "behavior": behavior, "invert": invert}


def sequence(**parts):
    return {"type": "Sequence", **parts}


def template(single, pair, **ids):
    def pieces(text):
        out = []
        for word in text.split():
            name, type_id = word.split(":")
            out.append({"Sequence" if name in "AB" else "SpecialToken": {"id": name, "type_id": int(type_id)}})
        return out
    specials = {t: {"id": t, "ids": [i], "tokens": [t]} for t, i in ids.items()}
    return {"type": "TemplateProcessing", "single": pieces(single), "pair": pieces(pair), "special_tokens": specials}


def spec(model, **parts):
    return {"version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None, "pre_tokenizer": None,
            "post_processor": None, "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            **parts, "model": f"@{model}@"}


def roberta(add_prefix_space=False, trim_offsets=True):
    specials = [added(i, t, "special", "normalized") for i, t in enumerate(["<s>", "<pad>", "</s>", "<unk>"])]
    return spec("roberta", added_tokens=specials + [added(4, "<mask>", "special", "lstrip")],
                pre_tokenizer=byte_level(add_prefix_space),
                post_processor={"type": "RobertaProcessing", "sep": ["</s>", 2], "cls": ["<s>", 0], "trim_offsets": trim_offsets, "add_prefix_space": add_prefix_space})


def arrangements(models):
    size = len(models["qwen"]["vocab"])
    runs = [added(size + i, " " * (12 - i), "normalized") for i in range(11)]
    modern = [added(size + 11 + i, t, "special", *(["lstrip"] if t == "[MASK]" else [])) for i, t in enumerate(["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"])]
    chat = [added(size, "<|endoftext|>", "special"), added(size + 1, "<|im_start|>", "special"), added(size + 2, "<think>")]
    qwen_split = sequence(pretokenizers=[split({"Regex": QWEN}), byte_level(False, False, False)])
    llama_split = sequence(pretokenizers=[split({"Regex": LLAMA}), byte_level(False, True, False)])
    end = dict(single="A:0 <|endoftext|>:0", pair="A:0 <|endoftext|>:0 B:1 <|endoftext|>:1")
    unknown = [added(0, "<unk>", "special")]
    gemma = [added(i, t, "special") for i, t in enumerate(["<pad>", "<eos>", "<bos>", "<unk>"])]
    gemma_decoder = sequence(decoders=[{"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"}])
    to_mark = {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}
    out = {
        "roberta": roberta(),
        "roberta-prefix": roberta(True),
        "roberta-untrimmed": roberta(True, False),
        "gpt2": spec("roberta", added_tokens=[added(3000, "<|endoftext|>", "special", "normalized")], pre_tokenizer=byte_level(), post_processor=byte_level(True, False)),
        "modernbert": spec("qwen", added_tokens=runs + modern, normalizer={"type": "NFC"}, pre_tokenizer=byte_level(),
                           post_processor=template("[CLS]:0 A:0 [SEP]:0", "[CLS]:0 A:0 [SEP]:0 B:0 [SEP]:0", **{"[CLS]": size + 12, "[SEP]": size + 13})),
        "qwen": spec("qwen", added_tokens=chat, normalizer={"type": "NFC"}, pre_tokenizer=qwen_split,
                     post_processor=sequence(processors=[byte_level(False, False, False), template(**end, **{"<|endoftext|>": size})])),
        "llama": spec("llama", added_tokens=chat, pre_tokenizer=llama_split,
                      post_processor=sequence(processors=[byte_level(True, True), template("<|im_start|>:0 A:0", "<|im_start|>:0 A:0 <|im_start|>:1 B:1", **{"<|im_start|>": size + 1})])),
        "starcoder": spec("roberta", pre_tokenizer=sequence(pretokenizers=[{"type": "Digits", "individual_digits": True}, byte_level()]), post_processor=byte_level(True, True)),
        "gemma": spec("gemma", added_tokens=gemma, normalizer=to_mark, pre_tokenizer=split({"String": " "}, "MergedWithPrevious"), decoder=gemma_decoder,
                      post_processor=template("<bos>:0 A:0 <eos>:0", "<bos>:0 A:0 <eos>:0 <bos>:1 B:1 <eos>:1", **{"<bos>": 2, "<eos>": 1})),
        "mistral": spec("gemma", added_tokens=gemma, normalizer=sequence(normalizers=[{"type": "Prepend", "prepend": "\u2581"}, to_mark]), decoder=gemma_decoder),
        "some-bytes": spec("some-bytes", normalizer=to_mark, decoder=gemma_decoder),
        "no-unknown": spec("no-unknown", pre_tokenizer={"type": "WhitespaceSplit"}, decoder=None),
        "suffix": spec("suffix", added_tokens=unknown, normalizer={"type": "Lowercase"}, pre_tokenizer={"type": "BertPreTokenizer"}, decoder={"type": "BPEDecoder", "suffix": "</w>"}),
        "prefix": spec("prefix", normalizer={"type": "NFKC"}, pre_tokenizer={"type": "BertPreTokenizer"}, decoder={"type": "WordPiece", "prefix": "##", "cleanup": False}),
    }
    for name, normalizer in {
        **{form: {"type": form} for form in ("NFC", "NFD", "NFKC", "NFKD", "StripAccents", "ByteLevel")},
        "strip": {"type": "Strip", "strip_left": True, "strip_right": True},
        "spaces": {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "\u2581"},
        "whitespace": {"type": "Replace", "pattern": {"Regex": r"\s+"}, "content": " "},
        "quotes": {"type": "Replace", "pattern": {"String": "e"}, "content": "\U0001F642e"},
        "dropped": {"type": "Replace", "pattern": {"String": "a"}, "content": ""},
        "albert": sequence(normalizers=[{"type": "Replace", "pattern": {"String": "``"}, "content": '"'}, {"type": "NFKD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]),
    }.items():
        out["normalizer-" + name] = spec("bytes", normalizer=normalizer, pre_tokenizer=None if name == "ByteLevel" else byte_level(False, False, False), decoder=None)
    for name, splitter in {
        "byte-level": byte_level(),
        "gpt2": split({"Regex": GPT2}),
        "qwen": split({"Regex": QWEN}),
        "llama": split({"Regex": LLAMA}),
        "whitespace": {"type": "Whitespace"},
        "punctuation": {"type": "Punctuation", "behavior": "Contiguous"},
        "digits": {"type": "Digits", "individual_digits": False},
        "numbers": split({"Regex": r"\p{N}{1,3}"}, "Removed"),
        "number": split({"Regex": r"\p{N}"}, "MergedWithNext"),
        "inverted": split({"Regex": r"\s+"}, "Removed", True),
        "previous": split({"String": "a"}, "MergedWithPrevious"),
        "contiguous": split({"Regex": "[0-9]"}, "Contiguous", True),
        "next": split({"String": "e"}, "MergedWithNext", True),
    }.items():
        steps = [splitter, byte_level(True, False, False)]
        out["split-" + name] = spec("bytes", pre_tokenizer=sequence(pretokenizers=steps), decoder=None)
    return out


def build(text):
    tokenizer = Tokenizer.from_str(text)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def decoded(tokenizer, ids):
    # The library's own decode() spells an added token in its normalized form, ours as the file does.
    names = tokenizer.get_added_tokens_decoder()
    tokens = [names[id].content if id in names else tokenizer.id_to_token(id) for id in ids]
    return tokenizer.decoder.decode(tokens) if tokenizer.decoder else " ".join(tokens)


def utf16(text):
    units = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32) > 0xFFFF
    return np.concatenate([[0], np.cumsum(1 + units)])


def hashes(tokenizer, texts, at):
    powers = np.ones(1, dtype=np.uint32)
    for start in range(0, len(texts), BLOCK):
        values = []
        encodings = tokenizer.encode_batch(texts[start:start + BLOCK])
        for i, encoding in enumerate(encodings):
            row = np.empty((len(encoding.ids), 3), dtype=np.uint32)
            row[:, 0] = encoding.ids
            row[:, 1:] = at[start + i][np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)]
            values += [row.ravel(), np.array([0xFFFFFFFF], dtype=np.uint32)]
        values.append(np.frombuffer(decoded(tokenizer, encodings[0].ids).encode("utf-32-le"), dtype=np.uint32))
        values = np.concatenate(values)
        while len(powers) < len(values):  # FACTOR to the power of each index, modulo 2 to the 32
            powers = np.concatenate([powers, powers * np.uint32(pow(FACTOR, len(powers), 1 << 32))])
        yield int(np.sum((values + np.uint32(1)) * powers[:len(values)][::-1], dtype=np.uint32))


def main(folder, block=None, name=None):
    folder = pathlib.Path(folder)
    recipe = json.loads((folder / "corpus.json").read_text())
    texts = [scalars(text) for text in corpus(recipe)]
    path = folder / "arrangements.json.gz"
    if path.exists():
        models = {key: json.loads(text) for key, text in json.loads(gzip.decompress(path.read_bytes()))["models"].items()}
    else:
        models = trained_models(texts[:sum(kind["lines"] for kind in recipe["kinds"])])
    files = {name: json.dumps(value, ensure_ascii=False) for name, value in arrangements(models).items()}
    texts_of_models = {model: json.dumps(value, ensure_ascii=False, separators=(",", ":")) for model, value in models.items()}
    tokenizers = {}
    for key, text in files.items():
        for model, value in texts_of_models.items():
            text = text.replace(f'"@{model}@"', value)
        tokenizers[key] = build(text)
    if name is not None:
        for line in range(BLOCK * int(block), min(BLOCK * int(block) + BLOCK, len(texts))):
            encoding = tokenizers[name].encode(texts[line])
            at = utf16(texts[line])
            print(line, json.dumps(texts[line]), encoding.ids, " ".join(f"({at[a]},{at[b]})" for a, b in encoding.offsets))
        return
    content = json.dumps({"models": texts_of_models, "tokenizers": files}, ensure_ascii=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(content.encode("utf-8"), 9, mtime=0))
    at = [utf16(text) for text in texts]
    out = []
    for key, tokenizer in tokenizers.items():
        out += hashes(tokenizer, texts, at)
        print(key, file=sys.stderr)
    (folder / "arrangements.bin.gz").write_bytes(gzip.compress(np.array(out, dtype="<u4").tobytes(), 9, mtime=0))


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--block"]
    main(*arguments)
