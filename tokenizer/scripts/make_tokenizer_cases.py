#!/usr/bin/env python3
"""Writes small cases with everything that the reference tokenizers library says of them.

    python make_tokenizer_cases.py ../src/test/resources/reference/cases.json.gz

Each tokenizer stands in the file as the text of its tokenizer.json; each case has ids, tokens, types, sequences,
UTF-16 offsets and both decoded texts, or says that the library refuses it. A second part holds
folders without tokenizer.json, as transformers reads them.

Needs `tokenizers` and `transformers` (written with 0.23.2 and 5.18).
"""

import gzip
import json
import os
import pathlib
import sys
import tempfile

os.environ["TRANSFORMERS_VERBOSITY"] = "error"
from tokenizers import Tokenizer, pre_tokenizers
from transformers import AutoTokenizer, BertTokenizer

SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """hello world ##s ##wor ##ld a b c d e f ##a ##b ##c . , ! ? ' n t do not ##n ##t it s ve re m
    漢 字 ##字 ẞ ß é ## # new ##new bos eos tag x y z abc ABC ab ##abc i ##i 🙂 cafe naive 1 ##1 < > [ ] mask sep - _""".split()


def added(id, content, *flags):
    names = ("single_word", "lstrip", "rstrip", "normalized", "special")
    return {"id": id, "content": content, **{name: name in flags for name in names}}


def spec(**parts):
    vocab = {token: i for i, token in enumerate(SPECIALS + WORDS)}
    base = {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [added(i, token, "special") for i, token in enumerate(SPECIALS)],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": template("[CLS] A0 [SEP]", "[CLS] A0 [SEP] B1 [SEP]1"),
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocab},
    }
    model = parts.pop("model", {})
    base.update(parts)
    base["model"] = {**base["model"], **model}
    return base


def template(single, pair, **ids):
    def pieces(text):
        out = []
        for word in text.split():
            type_id = int(word[-1]) if word[-1].isdigit() else 0
            name = word.rstrip("0123456789")
            out.append({"Sequence": {"id": name, "type_id": type_id}} if name in "AB" else {"SpecialToken": {"id": name, "type_id": type_id}})
        return out
    specials = {t: {"id": t, "ids": [SPECIALS.index(t)], "tokens": [t]} for t in SPECIALS[2:4]}
    for name, tokens in ids.items():
        specials[name] = {"id": name, "ids": [SPECIALS.index(t) for t in tokens], "tokens": tokens}
    return {"type": "TemplateProcessing", "single": pieces(single), "pair": pieces(pair), "special_tokens": specials}


N = len(SPECIALS + WORDS)
BASE = spec()["added_tokens"]
GAPS = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "hello": 8, "world": 40}
SPECS = {
    "plain": spec(),
    "bert-processing": spec(post_processor={"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}),
    "roberta-processing": spec(post_processor={"type": "RobertaProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2], "trim_offsets": True, "add_prefix_space": False},
                               added_tokens=BASE[:4] + [added(4, "[MASK]", "lstrip", "rstrip", "special"), added(N, "  ", "normalized"), added(N + 1, "\t\n")]),
    "byte-level-processing": spec(post_processor={"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
                                  added_tokens=BASE[:4] + [added(4, "[MASK]", "lstrip", "special"), added(N, " ", "normalized"), added(N + 1, "  a", "normalized")]),
    "sequence-processing": spec(post_processor={"type": "Sequence", "processors": [
        {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}, template("A3 [SEP]2", "B0 [SEP]5 A1")]},
                                added_tokens=BASE[:4] + [added(4, "[MASK]", "lstrip", "special")]),
    "no-post-processor": spec(post_processor=None),
    "odd-template": spec(post_processor=template("A3 [SEP]2 [SEP]", "B7 two A0 [CLS]5", two=["[MASK]", "[PAD]"])),
    "no-decoder": spec(decoder=None),
    "no-cleanup": spec(decoder={"type": "WordPiece", "prefix": "##", "cleanup": False}),
    "other-prefix": spec(decoder={"type": "WordPiece", "prefix": "a", "cleanup": True}),
    "no-normalizer": spec(normalizer=None),
    "lowercase-only": spec(normalizer={"type": "Lowercase"}),
    "sequence": spec(normalizer={"type": "Sequence", "normalizers": [
        {"type": "Lowercase"}, {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": False, "strip_accents": True, "lowercase": False}]}),
    "empty-sequence": spec(normalizer={"type": "Sequence", "normalizers": []}),
    "no-pre-tokenizer": spec(pre_tokenizer=None),
    "short-words": spec(model={"max_input_chars_per_word": 5}),
    "no-words": spec(model={"max_input_chars_per_word": 0}),
    "prefix": spec(model={"continuing_subword_prefix": "a"}),
    "no-prefix": spec(model={"continuing_subword_prefix": ""}),
    "other-unknown": spec(model={"unk_token": "x"}),
    "untyped-model": spec(),
    "baked-truncation": spec(truncation={"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0},
                             padding={"strategy": {"Fixed": 16}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]"}),
    "single-word": spec(added_tokens=BASE + [added(N, "tag", "single_word"), added(N + 1, "<t>", "single_word"), added(N + 2, "é!", "single_word", "normalized")]),
    "strip-left": spec(added_tokens=BASE + [added(N, "<l>", "lstrip"), added(N + 1, "[L]", "lstrip", "special", "normalized")]),
    "strip-right": spec(added_tokens=BASE + [added(N, "<r>", "rstrip"), added(N + 1, "  r", "rstrip"), added(N + 2, "[R]", "rstrip", "normalized")]),
    "strip-both": spec(added_tokens=BASE[:4] + [added(4, "[MASK]", "lstrip", "rstrip", "special")]),
    "normalized": spec(added_tokens=BASE + [added(N, "TAG", "normalized"), added(N + 1, "Éa", "normalized"), added(N + 2, "漢", "normalized"), added(N + 3, "abc", "normalized"), added(N + 4, "A b", "normalized")]),
    "longest": spec(added_tokens=BASE + [added(N, "ab"), added(N + 1, "abab"), added(N + 2, "ba", "special"), added(N + 3, "b c")]),
    "added-twice": spec(added_tokens=BASE + [added(N, "<q>", "lstrip"), added(N, "<q>", "rstrip")]),
    "wrong-ids": spec(added_tokens=BASE + [added(999, "<q>"), added(7, "<w>"), added(3, "hello", "special")]),
    "gaps": spec(model={"vocab": GAPS}, added_tokens=BASE + [added(40, "world"), added(41, "<q>")]),
    "empty-added": spec(added_tokens=BASE + [added(N, ""), added(N, "<q>")]),
    "supplementary": spec(added_tokens=BASE + [added(N, "🙂", "single_word"), added(N + 1, "𝒳𝒴", "lstrip")]),
}
del SPECS["untyped-model"]["model"]["type"]

TEXTS = [
    "", " ", "\t\n", "Hello worlds", "hello, world!", "HELLO", "helloworld", "Hello\u00a0World .", "don't do not it's we've I'm",
    "[CLS] hello [SEP]", "[cls]", "hello[SEP]world", "[MASK]", " [MASK] ", "a  [MASK]  b", "x[MASK]y", "[[SEP]]", "[SEP", "[SEP][SEP]",
    "漢字 kanji漢", "Ünïcödé café", "e\u0301a e\u0301", "ẞß", "İi", "\u0301", "\ufffd", "🙂 hello🙂world 🙂", "👩\u200d👩",
    "tag tags _tag tag_ tag! 漢tag tag漢 tagtag", "<t>a <t> b<t>", "é! É! aé! é!a", "a <l> b  <l>c", " [L]  [l] x[L]",
    "a <r> b<r>  c<r>", "a  r  r b", "[R]  x [r] y", "TAG tag tAg Tag", "Éa éa EA", "漢a漢", "abc ABC aBc", "A b a  b A B",
    "QQ qq qQ Qq", "abab aba babab bab c", "a b c b c", "<q> <q><q> x <q> y", "<w>hello<q>world", "𝒳𝒴 𝒳 a 🙂b", "  𝒳𝒴",
    "aaaaaa aaaaa abcabc", "## ##a #a a##", "x" * 101, "a" * 100, "ab" * 51, "hello world a b c d e f " * 3,
]
PAIRS = [("hello world", "a b c"), ("", ""), ("hello", ""), ("", "world"), ("a [SEP] b", "[MASK]"), ("a b c d e f", "a"), ("a", "a b c d e f"), ("a b c d", "a b c")]
LENGTHS = [2, 3, 4, 5, 6, 7, 8, 9, 20]


def utf16(text):
    at = [0]
    for c in text:
        at.append(at[-1] + (2 if c > "\uffff" else 1))
    return at


def expected(tokenizer, encoding, texts):
    at = [utf16(text) for text in texts]
    sequences = [-1 if s is None else s for s in encoding.sequence_ids]
    added = tokenizer.get_added_tokens_decoder()
    names = {id: added[id].content if id in added else tokenizer.id_to_token(id) for id in encoding.ids}

    def decode(skip):
        # The library's own decode() spells an added token in its normalized form, ours as the file does.
        tokens = [names[id] for id in encoding.ids if not (skip and id in added and added[id].special)]
        return tokenizer.decoder.decode(tokens) if tokenizer.decoder else " ".join(tokens)

    if not any(added[id].normalized for id in encoding.ids if id in added):
        assert decode(True) == tokenizer.decode(encoding.ids, skip_special_tokens=True)
        assert decode(False) == tokenizer.decode(encoding.ids, skip_special_tokens=False)
    return {
        "ids": encoding.ids,
        "tokens": [names[id] for id in encoding.ids],
        "types": encoding.type_ids,
        "sequences": sequences,
        "offsets": [[0, 0] if s < 0 else [at[s][a], at[s][b]] for s, (a, b) in zip(sequences, encoding.offsets)],
        "decoded": decode(False),
        "decodedText": decode(True),
    }


def cases(name, tokenizer):
    tokenizer.no_truncation()
    tokenizer.no_padding()
    for texts in [[text] for text in TEXTS] + [list(pair) for pair in (PAIRS if name in ("plain", "bert-processing", "roberta-processing", "byte-level-processing", "sequence-processing", "no-post-processor", "odd-template") else PAIRS[:2])]:
        yield {"tokenizer": name, "texts": texts, **expected(tokenizer, tokenizer.encode(*texts), texts)}


def truncated(name, tokenizer):
    tokenizer.no_padding()
    for texts in [["hello world a b c d e"], [""]] + [list(pair) for pair in PAIRS]:
        for strategy in ("longest_first", "only_first", "only_second"):
            for direction in ("left", "right"):
                for length in LENGTHS:
                    special = tokenizer.num_special_tokens_to_add(len(texts) == 2)
                    case = {"tokenizer": name, "texts": texts, "maxTokens": length, "strategy": strategy.upper(), "side": direction.upper()}
                    if length < special:
                        continue  # the library computes with a negative number here
                    tokenizer.enable_truncation(length, stride=0, strategy=strategy, direction=direction)
                    try:
                        yield {**case, **expected(tokenizer, tokenizer.encode(*texts), texts)}
                    except Exception as error:
                        assert "Truncation error" in str(error) or "truncate" in str(error).lower(), error
                        yield {**case, "refused": True}


VOCAB = "[PAD] [UNK] [CLS] [SEP] [MASK] hello world ##s e é new".split()
RENAMED = "<p> <u> <c> <s> <m>".split() + VOCAB[5:]
NAMES = dict(unk_token="<u>", cls_token="<c>", sep_token="<s>", pad_token="<p>", mask_token="<m>")


def flags(content, *names):
    return {"content": content, **{n: n in names for n in ("single_word", "lstrip", "rstrip", "normalized", "special")}}


def folders():
    lines = "\n".join(VOCAB) + "\n"

    def folder(vocab=lines, config=None, **others):
        files = {"vocab.txt": vocab}
        if config is not None:
            files["tokenizer_config.json"] = json.dumps(config)
        files.update({key + ".json": json.dumps(value) for key, value in others.items()})
        return files

    renamed = "\n".join(RENAMED) + "\n"
    described = {role: {"__type": "AddedToken", **flags(t, *(["lstrip"] if role == "mask_token" else ["normalized"] if role == "sep_token" else []))} for role, t in NAMES.items()}
    for value in described.values():
        del value["special"]
    return {
        "vocabulary alone": folder(),
        "CRLF": folder(lines.replace("\n", "\r\n")),
        "no line feed at the end": folder(lines.rstrip("\n")),
        "trailing whitespace": folder(lines.replace("\n", " \t\u3000\n")),
        "blank line": folder(lines.replace("hello", "\nhello")),
        "blank lines at the end": folder(lines + "\n\n"),
        "line of U+2028": folder(lines.replace("hello", "\u2028\nhello")),
        "line breaks inside tokens": folder(lines.replace("hello", "a\rb\na\u2028b\na\u0085b\na\u000bb\nhello")),
        "roles as strings": folder(renamed, NAMES),
        "roles as objects": folder(renamed, described),
        "special_tokens_map": folder(renamed, {}, special_tokens_map=NAMES),
        "special_tokens_map first": folder("\n".join(RENAMED + SPECIALS), {"mask_token": "[MASK]"}, special_tokens_map=NAMES),
        "special_tokens_map without config": folder(renamed, special_tokens_map=described),
        "added_tokens_decoder": folder(config={"added_tokens_decoder": {"10": flags("new", "normalized"), "11": flags("<e>", "lstrip", "special")}}),
        "added_tokens_decoder hides the map": folder(config={"added_tokens_decoder": {"11": flags("<e>", "special")}}, special_tokens_map={"mask_token": "new"}),
        "added_tokens_decoder in any order": folder(config={"added_tokens_decoder": {"12": flags("<f>"), "11": flags("<e>", "special"), "4": flags("[MASK]", "lstrip")}}),
        "added_tokens_decoder with a wrong id": folder(config={"added_tokens_decoder": {"3": flags("<e>", "special")}}),
        "roles that were added": folder("\n".join(VOCAB[:4] + VOCAB[5:]), {"mask_token": "<m>", "added_tokens_decoder": {"10": flags("<m>")}}),
        "added_tokens.json": folder(config={}, added_tokens={"<e>": 12, "<f>": 11}),
        "additional_special_tokens": folder(config={"additional_special_tokens": ["new", "<e>"]}),
        "extra_special_tokens": folder(config={"extra_special_tokens": ["<e>", "new"]}),
        "extra roles": folder(config={"extra_special_tokens": {"title": "new"}}),
        "cased": folder(config={"do_lower_case": False}),
        "accents kept": folder(config={"strip_accents": False}),
        "accents stripped": folder(config={"strip_accents": True, "do_lower_case": False}),
        "Chinese together": folder(lines + "漢\n字\n##字\n", {"tokenize_chinese_chars": False}),
        "no basic tokenizer": folder(config={"do_basic_tokenize": False, "never_split": ["new"]}),
        "no mask token": folder(config={"mask_token": None}),
        **mpnet_folders(),
        **bpe_folders(),
    }


def mpnet_folders():
    lines = "\n".join("<s> <pad> </s> <unk> [UNK] hello world ##s e é new [CLS] <mask> [SEP]".split()) + "\n"
    mpnet = {"tokenizer_class": "MPNetTokenizer"}
    mask = {"12": flags("<mask>", "rstrip", "special"), "10": flags("new", "normalized")}
    return {
        "MPNet": {"vocab.txt": lines, "config.json": json.dumps({"model_type": "mpnet"})},
        "MPNet by class": {"vocab.txt": lines, "tokenizer_config.json": json.dumps({**mpnet, "do_lower_case": False, "cls_token": "[CLS]", "mask_token": "<unk>"})},
        "MPNet with a decoder": {"vocab.txt": lines, "tokenizer_config.json": json.dumps({**mpnet, "added_tokens_decoder": mask})},
        "MPNet with a map": {"vocab.txt": lines, "tokenizer_config.json": json.dumps(mpnet), "special_tokens_map.json": json.dumps({"mask_token": flags("<mask>", "lstrip"), "sep_token": "[SEP]"})},
    }


def bpe_folders():
    merges = ["h e", "l l", "he ll", "hell o", "Ġ hello", "w o", "Ġ wo", "Ġwo r", "Ġwor l", "Ġworl d", "Ã ©", "Ġ Ã©", "Ġ <", "Ġ Ġ"]
    tokens = sorted(pre_tokenizers.ByteLevel.alphabet()) + ["".join(merge.split()) for merge in merges]
    roberta = {token: i for i, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", *tokens, "<mask>", "<x>"])}
    gpt2 = {token: i for i, token in enumerate([*tokens, "<|endoftext|>"])}

    def folder(vocab, config=None, model_type=None, lines="#version: 0.2\n" + "\n".join(merges) + "\n", **others):
        files = {"vocab.json": json.dumps(vocab), "merges.txt": lines, **{key + ".json": json.dumps(value) for key, value in others.items()}}
        if config is not None:
            files["tokenizer_config.json"] = json.dumps(config)
        if model_type is not None:
            files["config.json"] = json.dumps({"model_type": model_type})
        return files

    lstrip = flags("<mask>", "lstrip")
    return {
        "RoBERTa": folder(roberta, model_type="roberta"),
        "RoBERTa by class": folder(roberta, {"tokenizer_class": "RobertaTokenizer"}),
        "RoBERTa, old class": folder(roberta, {"tokenizer_class": "RobertaTokenizerFast", "add_prefix_space": True}),
        "RoBERTa untrimmed": folder(roberta, {"tokenizer_class": "RobertaTokenizer", "trim_offsets": False}),
        "RoBERTa trimmed and prefixed": folder(roberta, {"tokenizer_class": "RobertaTokenizer", "trim_offsets": True, "add_prefix_space": True}),
        "RoBERTa with a map": folder(roberta, {"tokenizer_class": "RobertaTokenizer"}, special_tokens_map={"mask_token": lstrip, "cls_token": "<x>"}),
        "RoBERTa with a decoder": folder(roberta, {"tokenizer_class": "RobertaTokenizer", "added_tokens_decoder": {str(roberta["<mask>"]): flags("<mask>", "lstrip", "special"), "300": flags("  ", "normalized")}}),
        "RoBERTa without version": folder(roberta, model_type="roberta", lines="\r\n".join(merges)),
        "Longformer": folder(roberta, model_type="longformer"),
        "BART": folder(roberta, {"tokenizer_class": "BartTokenizer"}, "bart"),
        "GPT-2": folder(gpt2, model_type="gpt2"),
        "GPT-2 prefixed": folder(gpt2, {"tokenizer_class": "GPT2Tokenizer", "add_prefix_space": True, "pad_token": "Ġ"}),
        "Qwen2": folder(gpt2, {"tokenizer_class": "Qwen2Tokenizer"}),
        "Qwen3": folder(gpt2, {"added_tokens_decoder": {"270": flags("<|endoftext|>", "special"), "271": flags("<think>")}}, "qwen3"),
    }


FOLDER_TEXTS = ["Hello worlds é É [MASK] new", "Hello <e>newhello <f> x", "Hello <m> zzz <S> x [SEP]", "漢字", "[mask] [CLS]", " hello  <mask> world<mask>é", "hello world's 123\n\n x", "<MASK>  <|endoftext|> <x>e\u0301"]


def main(path):
    out = {"tokenizers": {name: json.dumps(value) for name, value in SPECS.items()}, "cases": [], "folders": []}
    for name, description in SPECS.items():
        out["cases"] += cases(name, Tokenizer.from_str(json.dumps(description)))
    for name in ("plain", "no-post-processor", "odd-template"):
        out["cases"] += truncated(name, Tokenizer.from_str(json.dumps(SPECS[name])))
    for name, files in folders().items():
        with tempfile.TemporaryDirectory() as folder:
            for file, content in files.items():
                pathlib.Path(folder, file).write_bytes(content.encode())
            loader = BertTokenizer if "config.json" not in files and "tokenizer_class" not in files.get("tokenizer_config.json", "") else AutoTokenizer
            tokenizer = loader.from_pretrained(folder).backend_tokenizer
        tokenizer.no_truncation()
        tokenizer.no_padding()
        out["folders"].append({"name": name, "files": files, "cases": [{"texts": [text], **expected(tokenizer, tokenizer.encode(text), [text])} for text in FOLDER_TEXTS]})
    text = json.dumps(out, separators=(",\n", ":"))
    pathlib.Path(path).write_bytes(gzip.compress(text.encode("ascii"), 9, mtime=0))
    print(len(out["cases"]), "cases", len(out["folders"]), "folders", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
