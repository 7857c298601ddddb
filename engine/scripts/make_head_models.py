#!/usr/bin/env python3
"""Makes the small models with heads in engine/src/test/resources/heads and what the reference says.

    python make_head_models.py ../src/test/resources/heads [name ...]

Needs torch, transformers and sentence-transformers; written with 2.13, 5.18 and 6.0.1. Weights are
random and spread widely, as those of make_golden_models.py and make_family_models.py. Tokenizers are
small ones in the arrangements of published models.

Cross-encoders get `expected.safetensors`, of the pairs in pairs.jsonl (a JSON array of two texts a
line), one pair at a time:

    scores   [pairs][labels]  CrossEncoder(folder).predict(pairs)
    logits   [pairs][labels]  the same with activation_fn=Identity
    softmax  [pairs][labels]  the same with apply_softmax=True, where there are several labels

Masked language models get `expected.jsonl`, an object for each text with its masks' candidates:

    {"text": "...", "masks": [[{"id": 7, "text": "cat", "probability": 0.25}, ...], ...]}
"""

import json
import os
import random
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder
from transformers import AutoConfig, AutoModelForMaskedLM, AutoModelForSequenceClassification, pipeline

import make_family_models
import make_golden_models
import small_tokenizers
from make_golden_models import CHINESE, ENGLISH, make_tokenizer, write_json
from small_tokenizers import BERT, FAIRSEQ, MPNET

TOP = 7


def pairs():
    rng = random.Random(20260601)
    words = ENGLISH.split()
    sentences = [s.strip() + "." for s in ENGLISH.split(". ")]
    out = [["What is PVC?", sentence] for sentence in sentences[:6]]
    out += [["", ""], ["", "PVC"], ["PVC", ""], ["PVC 是什么?", "聚氯乙烯是一种常用的塑料。"], ["café", "naïve [SEP] text"], ["Same text", "Same text"]]
    for a, b in ((1, 200), (200, 1), (200, 200), (24, 80), (31, 30), (90, 25), (33, 33)):
        out.append([" ".join(rng.choice(words) for _ in range(n)) for n in (a, b)])
    return out


MASKED = [
    "The encoder turns a [MASK] into a vector.", "[MASK]", "A [MASK] sat on the warm [MASK] while the rain kept [MASK].",
    "[MASK] [MASK]", "What is [MASK]? [MASK]!", "Version[MASK]2.0", "See https://example.org/docs?id=42 for [MASK] (or ask).",
]


def new_model(auto, model_type, vocabulary, seed, **config):
    torch.manual_seed(seed)
    model = auto.from_config(AutoConfig.for_model(model_type, vocab_size=vocabulary, **config))
    make_golden_models.telling_weights(model, seed)
    return model.eval()


def new_relative(auto, model_type, tokenizer, seed, **config):
    """A model whose weights are stored as bf16; any but BERT's own."""
    torch.manual_seed(seed)
    model = auto.from_config(AutoConfig.for_model(model_type, vocab_size=tokenizer.get_vocab_size(), pad_token_id=pad(tokenizer), **config))
    make_family_models.telling_weights(model, seed)
    return model.eval().bfloat16()


def pad(tokenizer):
    return next(i for i in map(tokenizer.token_to_id, ("<pad>", "[PAD]")) if i is not None)


def save(folder, model, tokenizer, tokenizer_config, **config):
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    tokenizer.save(os.path.join(folder, "tokenizer.json"), pretty=False)
    write_json(os.path.join(folder, "tokenizer_config.json"), tokenizer_config)
    file = os.path.join(folder, "config.json")
    with open(file, encoding="utf-8") as existing:
        write_json(file, {**json.load(existing), **config})


def expect_scores(folder, all_pairs):
    encoder = CrossEncoder(folder, device="cpu", model_kwargs={"dtype": torch.float32})
    labels = encoder.num_labels

    def predict(**options):
        return encoder.predict(all_pairs, batch_size=1, convert_to_tensor=True, **options).reshape(len(all_pairs), labels).contiguous()

    expected = {"scores": predict(), "logits": predict(activation_fn=torch.nn.Identity())}
    if labels > 1:
        expected["softmax"] = predict(apply_softmax=True)
    save_file(expected, os.path.join(folder, "expected.safetensors"))
    logits = expected["logits"]
    print(f"{os.path.basename(folder):20} max {encoder.max_seq_length}, {labels} labels, {encoder.activation_fn}, logits {logits.min():.2f} to {logits.max():.2f}")


def expect_tokens(folder, texts):
    fill = pipeline("fill-mask", model=folder, device="cpu", dtype=torch.float32)
    mask = fill.tokenizer.mask_token
    with open(os.path.join(folder, "expected.jsonl"), "w", encoding="ascii", newline="\n") as out:
        for text in texts:
            text = text.replace("[MASK]", mask)
            found = fill(text, top_k=TOP)
            found = [found] if isinstance(found[0], dict) else found
            masks = [[{"id": c["token"], "text": c["token_str"], "probability": c["score"]} for c in candidates] for candidates in found]
            out.write(json.dumps({"text": text, "masks": masks}) + "\n")
    print(f"{os.path.basename(folder):20} {mask}, best {[round(c[0]['probability'], 3) for c in masks]}")


def bert(folder, wanted, all_pairs):
    uncased = make_tokenizer(ENGLISH + CHINESE[:60], 420, lowercase=True)
    config = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48, max_position_embeddings=72)
    bert_tokenizer = {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "mask_token": "[MASK]"}
    vocabulary = uncased.get_vocab_size()

    if wanted("bert-reranker"):
        # A plain folder as ms-marco's: one label, logits by default.
        save(folder("bert-reranker"), new_model(AutoModelForSequenceClassification, "bert", vocabulary, 11, num_labels=1, **config), uncased,
             {**bert_tokenizer, "model_max_length": 64}, sbert_ce_default_activation_function="torch.nn.modules.linear.Identity")
        expect_scores(folder("bert-reranker"), all_pairs)

    if wanted("bert-saved"):
        # As sentence-transformers 6 saves one: modules.json, the sigmoid by name, a prompt by default; bf16.
        save(folder("bert-saved"), new_model(AutoModelForSequenceClassification, "bert", vocabulary, 12, num_labels=1, **config).to(torch.bfloat16), uncased,
             {**bert_tokenizer, "model_max_length": 48})
        saved = CrossEncoder(folder("bert-saved"), device="cpu", prompts={"search": "What is this: ", "none": ""}, default_prompt_name="search")
        shutil.rmtree(folder("bert-saved"))
        saved.save_pretrained(folder("bert-saved"))
        os.remove(os.path.join(folder("bert-saved"), "README.md"))
        expect_scores(folder("bert-saved"), all_pairs)

    if wanted("bert-nli"):
        # Several labels, the activation where versions 4 and 5 kept it.
        save(folder("bert-nli"), new_model(AutoModelForSequenceClassification, "bert", vocabulary, 13, id2label={0: "contradiction", 1: "entailment", 2: "neutral"}, **config), uncased,
             bert_tokenizer, sentence_transformers={"activation_fn": "torch.nn.modules.activation.Tanh", "version": "4.1.0"})
        expect_scores(folder("bert-nli"), all_pairs)

    if wanted("bert-mlm"):
        # The decoder tied to the word embeddings.
        save(folder("bert-mlm"), new_model(AutoModelForMaskedLM, "bert", vocabulary, 14, **config), uncased, bert_tokenizer)
        expect_tokens(folder("bert-mlm"), MASKED)


def tokenizer_config(roles, types):
    """`types` is whether the model gets to know which text a token is of."""
    names = ["input_ids", "token_type_ids", "attention_mask"] if types else ["input_ids", "attention_mask"]
    mask = roles["mask_token"]
    mask = mask if isinstance(mask, str) else {**mask, "special": True}
    return {"tokenizer_class": "PreTrainedTokenizerFast", "model_input_names": names, **roles, "mask_token": mask, "model_max_length": 64}


def relatives():
    """Families by name: tokenizer, the roles of its special tokens, configuration."""
    uncased = make_tokenizer(ENGLISH + CHINESE[:60], 420, lowercase=True)
    small = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48)
    offset = dict(max_position_embeddings=74, layer_norm_eps=1e-5)
    modern = small_tokenizers.modernbert()
    ids = {f"{name}_token_id": modern.token_to_id(token) for name, token in (("bos", "[CLS]"), ("cls", "[CLS]"), ("eos", "[SEP]"), ("sep", "[SEP]"))}
    return {
        "roberta": (small_tokenizers.roberta(), FAIRSEQ, dict(**small, **offset, type_vocab_size=1)),
        "xlm-roberta": (small_tokenizers.xlm_roberta(), FAIRSEQ, dict(**small, **offset, type_vocab_size=1)),
        "mpnet": (small_tokenizers.mpnet(), MPNET, dict(**small, **offset)),
        "distilbert": (uncased, BERT, dict(dim=40, n_layers=2, n_heads=5, hidden_dim=56, max_position_embeddings=72)),
        "electra": (uncased, BERT, dict(**small, embedding_size=24, max_position_embeddings=72)),
        "albert": (uncased, BERT, dict(**small, embedding_size=20, max_position_embeddings=72, hidden_act="gelu_new")),
        "modernbert": (modern, BERT, dict(**small, max_position_embeddings=80, local_attention=12, **ids)),
        "gte": (uncased, BERT, dict(**small, max_position_embeddings=80)),
    }


TYPED = ("electra", "albert")

# By folder: family, labels, configuration of the model and what is added to its file.
CLASSIFIERS = {
    "roberta-nli": ("roberta", 3, {}, {}),
    "xlm-roberta-reranker": ("xlm-roberta", 1, {}, {}),
    "mpnet-reranker": ("mpnet", 1, {}, {}),
    "distilbert-classes": ("distilbert", 4, {}, {}),
    "electra-reranker": ("electra", 1, {}, {"sbert_ce_default_activation_function": "torch.nn.modules.linear.Identity"}),
    "albert-classes": ("albert", 2, {}, {}),
    "modernbert-reranker": ("modernbert", 1, {"classifier_pooling": "mean"}, {}),
    "modernbert-biased": ("modernbert", 1, {"classifier_pooling": "cls", "classifier_bias": True, "norm_bias": True, "classifier_activation": "silu"}, {}),
    "gte-reranker": ("gte", 1, {}, {}),
}

# By folder: family, configuration.
MASKED_MODELS = {
    "roberta-mlm": ("roberta", {}),
    "xlm-roberta-mlm": ("xlm-roberta", {"tie_word_embeddings": False}),
    "mpnet-mlm": ("mpnet", {}),
    "distilbert-mlm": ("distilbert", {}),
    "electra-mlm": ("electra", {}),
    "albert-mlm": ("albert", {}),
    "modernbert-mlm": ("modernbert", {}),
    "modernbert-untied": ("modernbert", {"tie_word_embeddings": False, "decoder_bias": False, "classifier_bias": True, "norm_bias": True, "classifier_activation": "relu"}),
    "gte-mlm": ("gte", {}),
}


def publish_gte(folder, architecture):
    """GTE under the names that it was published with, which transformers reads and writes without their prefix."""
    file = os.path.join(folder, "model.safetensors")
    heads = ("lm_head.", "classifier.")
    weights = {k.removeprefix("gte.").removeprefix("new."): v for k, v in load_file(file).items()}
    save_file({k if k.startswith(heads) else "new." + k: v for k, v in weights.items()}, file, {"format": "pt"})
    file = os.path.join(folder, "config.json")
    with open(file, encoding="utf-8") as existing:
        config = json.load(existing)
    theta = config.pop("rope_parameters")["rope_theta"]
    write_json(file, {**config, "model_type": "new", "architectures": [architecture], "rope_theta": theta, "rope_scaling": None, "layer_norm_type": "layer_norm",
                      "position_embedding_type": "rope", "pack_qkv": True, "logn_attention_scale": False})


def main(root, *names):
    os.makedirs(root, exist_ok=True)
    all_pairs = pairs()
    with open(os.path.join(root, "pairs.jsonl"), "w", encoding="ascii", newline="\n") as out:
        out.writelines(json.dumps(pair) + "\n" for pair in all_pairs)

    def folder(name):
        return os.path.join(root, name)

    def wanted(name):
        return not names or name in names

    bert(folder, wanted, all_pairs)
    families = relatives()

    def make(auto, family, seed, labels=None, **config):
        tokenizer, roles, base = families[family]
        labels = {} if labels is None else {"num_labels": labels}
        model = new_relative(auto, family, tokenizer, seed, **{**base, **config}, **labels)
        return model, tokenizer, tokenizer_config(roles, family in TYPED)

    for name, (family, labels, config, extra) in CLASSIFIERS.items():
        if wanted(name):
            save(folder(name), *make(AutoModelForSequenceClassification, family, 50 + len(name), labels, **config), **extra)
            expect_scores(folder(name), all_pairs)
            if family == "gte":
                publish_gte(folder(name), "NewForSequenceClassification")
    for name, (family, config) in MASKED_MODELS.items():
        if wanted(name):
            save(folder(name), *make(AutoModelForMaskedLM, family, 70 + len(name), **config))
            expect_tokens(folder(name), MASKED)
            if family == "gte":
                publish_gte(folder(name), "NewForMaskedLM")


if __name__ == "__main__":
    main(*sys.argv[1:])
