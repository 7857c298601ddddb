#!/usr/bin/env python3
"""Makes one model of each family, four layers of BERT base's width, to compare their speed with `lanewise bench`.

    python make_families.py models-cache/families --vocabulary bert-base-uncased/tokenizer.json

Needs torch, transformers and tokenizers. The weights are random, and all share one WordPiece vocabulary:
what is compared is the encoders.
"""

import argparse
import pathlib
import shutil

import torch
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel, T5EncoderModel
from transformers.utils import logging as transformers_logging

from make_models import MODULES, telling_weights, write_json

HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS = 768, 4, 12, 3072, 514
BERT_SHAPE = {
    "hidden_size": HIDDEN, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "intermediate_size": INTERMEDIATE,
    "max_position_embeddings": POSITIONS}

# Of each family what its published models of this width have; gated feed-forwards are narrower there.
FAMILIES = {
    "bert": BERT_SHAPE,
    "distilbert": {"dim": HIDDEN, "n_layers": LAYERS, "n_heads": HEADS, "hidden_dim": INTERMEDIATE, "max_position_embeddings": POSITIONS},
    "roberta": BERT_SHAPE | {"type_vocab_size": 1},
    "mpnet": BERT_SHAPE,
    "albert": BERT_SHAPE | {"embedding_size": 128},
    "electra": BERT_SHAPE | {"embedding_size": HIDDEN},
    "t5": {"d_model": HIDDEN, "num_layers": LAYERS, "num_heads": HEADS, "d_ff": INTERMEDIATE, "d_kv": 64},
    "modernbert": BERT_SHAPE | {"intermediate_size": 1152, "max_position_embeddings": 8192},
    "qwen3": BERT_SHAPE | {"num_key_value_heads": 4, "head_dim": 64},
}


def make(name, root, vocabulary):
    folder = root / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    special = {f"{role}_token_id": tokenizer.token_to_id(token) for role, token in (
        ("pad", "[PAD]"), ("bos", "[CLS]"), ("eos", "[SEP]"), ("cls", "[CLS]"), ("sep", "[SEP]"))}
    config = AutoConfig.for_model(name, vocab_size=tokenizer.get_vocab_size(), **FAMILIES[name], **special)
    model = (T5EncoderModel if name == "t5" else AutoModel.from_config)(config).eval()
    telling_weights(model, 20260103)
    model.save_pretrained(folder)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_json(folder / "tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": 256})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": 256, "do_lower_case": False})
    write_json(folder / "modules.json", [
        {"idx": 0, "name": "0", "path": "", "type": MODULES + "Transformer"},
        {"idx": 1, "name": "1", "path": "1_Pooling", "type": MODULES + "Pooling"}])
    write_json(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": HIDDEN, "pooling_mode_mean_tokens": True})
    print(folder, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path, help="where to make the model folders")
    parser.add_argument("--vocabulary", type=pathlib.Path, required=True, help="the tokenizer.json of a BERT model")
    arguments = parser.parse_args()
    transformers_logging.set_verbosity_error()
    torch.set_num_threads(1)
    for name in FAMILIES:
        make(name, arguments.folder, arguments.vocabulary)


if __name__ == "__main__":
    main()
