#!/usr/bin/env python3
"""Makes models/stand-in: a model folder for a first run, NOT trained on anything.

    python models/make_stand_in.py        # needs numpy and safetensors

Every word of examples/faq.jsonl gets a random embedding, and the one encoder layer passes it on, so
the model finds documents that share words with a query and knows nothing of meaning. Words that stand
in many entries have their embedding in components that the last layer norm blanks out, so they don't
count. The file is the same each time.
"""

import collections
import json
import pathlib

import numpy as np
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parent
FAQ = ROOT.parent / "examples" / "faq.jsonl"
HIDDEN, HEADS, POSITIONS = 256, 4, 256
BLANKED = 32  # components for words that do not count
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
COMMON = 0.1  # a word in more than this share of the entries says nothing about one of them


def words(text):
    """As BERT's tokenizer splits it: letters and digits together, all else by itself."""
    word = ""
    for c in text.lower():
        if c.isalnum() and ord(c) < 0x3000:
            word += c
            continue
        if word:
            yield word
            word = ""
        if not c.isspace():
            yield c
    if word:
        yield word


def main():
    entries = [set(words(json.loads(line)["text"])) for line in FAQ.read_text(encoding="utf-8").splitlines()]
    frequency = collections.Counter(word for entry in entries for word in entry)
    ascii_characters = [chr(c) for c in range(33, 127) if not chr(c).isupper()]
    pieces = sorted(set(frequency) | set(ascii_characters) | {"##" + c for c in ascii_characters if c.isalnum()} | set("什么怎样哪里为何是吗呢？"))
    vocabulary = {piece: i for i, piece in enumerate(SPECIALS + pieces)}

    rng = np.random.default_rng(20260101)
    live = HIDDEN - BLANKED
    embeddings = np.zeros((len(vocabulary), HIDDEN))
    for piece, i in vocabulary.items():
        counts = piece in frequency and frequency[piece] <= COMMON * len(entries)
        part = slice(0, live) if counts else slice(live, HIDDEN)
        embeddings[i, part] = rng.standard_normal(live if counts else BLANKED)

    weights = {
        "embeddings.word_embeddings.weight": embeddings,
        "embeddings.position_embeddings.weight": np.zeros((POSITIONS, HIDDEN)),
        "embeddings.token_type_embeddings.weight": np.zeros((2, HIDDEN)),
    }
    layer = "encoder.layer.0."
    for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"):
        weights[layer + name + ".weight"] = np.zeros((HIDDEN, HIDDEN))
        weights[layer + name + ".bias"] = np.zeros(HIDDEN)
    for name in ("embeddings.", layer + "attention.output.", layer + "output."):
        weights[name + "LayerNorm.weight"] = np.ones(HIDDEN)
        weights[name + "LayerNorm.bias"] = np.zeros(HIDDEN)
    weights[layer + "output.LayerNorm.weight"][live:] = 0

    folder = ROOT / "stand-in"
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    save_file({name: value.astype(np.float16) for name, value in weights.items()}, folder / "model.safetensors", {"format": "pt"})

    def write(name, value):
        (folder / name).write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    write("config.json", {
        "model_type": "bert", "hidden_size": HIDDEN, "num_hidden_layers": 1, "num_attention_heads": HEADS, "intermediate_size": HIDDEN,
        "hidden_act": "gelu", "max_position_embeddings": POSITIONS, "type_vocab_size": 2, "vocab_size": len(vocabulary), "layer_norm_eps": 1e-12})
    write("modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
        {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}])
    write("1_Pooling/config.json", {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True})
    write("sentence_bert_config.json", {"max_seq_length": POSITIONS, "do_lower_case": False})
    write("tokenizer_config.json", {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": POSITIONS})
    special = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    write("tokenizer.json", {
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [{"id": i, "content": token, **special} for i, token in enumerate(SPECIALS)],
        "normalizer": {"type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True, "strip_accents": None, "lowercase": True},
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", vocabulary["[SEP]"]], "cls": ["[CLS]", vocabulary["[CLS]"]]},
        "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
        "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": vocabulary}})
    print(f"{len(vocabulary)} pieces, {(folder / 'model.safetensors').stat().st_size} bytes of weights in {folder}")


if __name__ == "__main__":
    main()
