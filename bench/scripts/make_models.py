#!/usr/bin/env python3
"""Makes the models that bench/run measures with, and their ONNX twins from the same weights.

    python make_models.py models-cache --vocabulary bert-base-uncased/tokenizer.json

Needs torch, transformers, onnx and onnxruntime; written with 2.13, 5.18, 1.23 and 1.30. Speed depends
on a model's shape, not on what it was trained for, so the weights are random; they are spread widely
enough for a mistake to show in the vectors. A folder holds what sentence-transformers saves, and

    onnx/model.onnx       fp32, as torch exports it; ONNX Runtime fuses what it can when it loads it
    onnx/model_int8.onnx  its weights quantized to int8, activations at run time (quantize_dynamic)

Tried and left out, since they made neither file faster: fusing with onnxruntime.transformers, whose
patterns no longer match the attention that transformers 5 exports, and scales for each channel.

Both are compared with the torch model before they are written down as made.
"""

import argparse
import collections
import json
import pathlib
import shutil
import sys
import warnings

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel
from transformers.utils import logging as transformers_logging

MODULES = "sentence_transformers.models."
ONNX_INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
OUTPUT = "last_hidden_state"

Shape = collections.namedtuple("Shape", "hidden layers heads intermediate pooling max_tokens seed")

SHAPES = {
    "minilm-l6": Shape(384, 6, 12, 1536, "mean", 256, 20260101),
    "bge-base": Shape(768, 12, 12, 3072, "cls", 512, 20260102),
}


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8", newline="\n")


def telling_weights(model, seed):
    """The spread of an untrained model makes all texts nearly alike; this one tells them apart."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith("bias"):
                parameter.copy_(0.1 * noise)
            elif parameter.dim() == 1:  # of a norm
                parameter.copy_(1 + 0.1 * noise)
            elif "embeddings" in name:
                parameter.copy_(0.5 * noise)
            else:
                parameter.copy_(1.2 / parameter.shape[1] ** 0.5 * noise)


def save_folder(folder, shape, model, tokenizer):
    model.config.architectures = ["BertModel"]
    model.save_pretrained(folder)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    write_json(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "BertTokenizer", "do_lower_case": True, "model_max_length": shape.max_tokens})
    write_json(folder / "sentence_bert_config.json", {"max_seq_length": shape.max_tokens, "do_lower_case": False})
    write_json(
        folder / "modules.json",
        [{"idx": i, "name": str(i), "path": path, "type": MODULES + kind}
         for i, (path, kind) in enumerate([("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")])])
    write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, f"pooling_mode_{shape.pooling}_token{'s' if shape.pooling == 'mean' else ''}": True,
         **({} if shape.pooling == "mean" else {"pooling_mode_mean_tokens": False})})


class HiddenStates(torch.nn.Module):
    """The encoder with the inputs and the output that exports of BERT have by custom."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.eval()  # the exporter puts back the mode it finds here, with dropout if it is training

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.model(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids).last_hidden_state


def example(vocabulary, lengths=(5, 17, 32)):
    """A padded batch; the mask has to have zeros in it, or the export leaves it out of the graph."""
    generator = torch.Generator().manual_seed(1)
    ids = torch.randint(5, vocabulary, (len(lengths), max(lengths)), generator=generator)
    mask = torch.zeros_like(ids)
    for row, length in enumerate(lengths):
        mask[row, :length] = 1
    return ids * mask, mask, torch.zeros_like(ids)


def export(model, path):
    axes = {name: {0: "batch", 1: "tokens"} for name in ONNX_INPUTS + [OUTPUT]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            HiddenStates(model), example(model.config.vocab_size), str(path), input_names=ONNX_INPUTS,
            output_names=[OUTPUT], dynamic_axes=axes, opset_version=17, dynamo=False)


def difference(model, path):
    """The largest difference of a hidden state, and the least cosine of a mean of them."""
    inputs = example(model.config.vocab_size)
    with torch.no_grad():
        expected = HiddenStates(model)(*inputs).numpy()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    assert sorted(names) == sorted(ONNX_INPUTS), names
    actual = session.run([OUTPUT], dict(zip(ONNX_INPUTS, (t.numpy() for t in inputs))))[0]
    mask = inputs[1].numpy()[:, :, None]
    a, b = ((x * mask).sum(1) for x in (expected, actual))
    cosine = ((a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1))).min()
    return np.abs((expected - actual) * mask).max(), cosine


def make(name, root, vocabulary):
    shape = SHAPES[name]
    folder = root / name
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "onnx").mkdir(parents=True)
    tokenizer = Tokenizer.from_file(str(vocabulary))
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=shape.hidden, num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads, intermediate_size=shape.intermediate, max_position_embeddings=512,
        attn_implementation="eager")
    model = BertModel(config, add_pooling_layer=False).eval()
    telling_weights(model, shape.seed)
    save_folder(folder, shape, model, tokenizer)

    fp32 = folder / "onnx" / "model.onnx"
    int8 = folder / "onnx" / "model_int8.onnx"
    export(model, fp32)
    largest, cosine = difference(model, fp32)
    if largest > 1e-3:
        sys.exit(f"{fp32} differs from torch by {largest}")
    quantize_dynamic(str(fp32), str(int8), weight_type=QuantType.QInt8)
    _, int8_cosine = difference(model, int8)
    if int8_cosine < 0.9:
        sys.exit(f"{int8} differs from torch: cosine {int8_cosine}")
    # Written last: a folder without it is not finished.
    write_json(
        folder / "made.json",
        {"onnxruntime": onnxruntime.__version__, "torch": torch.__version__, "largest_difference": float(largest),
         "cosine": float(cosine), "int8_cosine": float(int8_cosine)})
    print(f"{folder}: fp32 within {largest:.1e} of torch, int8 with cosine {int8_cosine:.5f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("folder", type=pathlib.Path, help="where to make the model folders")
    parser.add_argument("--model", choices=sorted(SHAPES), action="append", help="only this one")
    parser.add_argument(
        "--vocabulary", type=pathlib.Path, required=True, help="the tokenizer.json of a BERT model, such as bert-base-uncased")
    arguments = parser.parse_args()
    transformers_logging.set_verbosity_error()
    if not arguments.vocabulary.is_file():
        parser.error(f"no such file: {arguments.vocabulary}")
    for name in arguments.model or sorted(SHAPES):
        make(name, arguments.folder, arguments.vocabulary)


if __name__ == "__main__":
    main()
