#!/usr/bin/env python3
"""Asks the reference what modules behind pooling, and static embeddings, make of texts.

    python make_module_cases.py ../src/test/resources/golden ../src/test/resources/modules

Needs what make_golden_models.py needs. Every case is the golden folder `plain` (BERT, 32 wide) with
some files put over it, as in make_layouts.py. Writes

    modules.json           [{"name", "files": {path: text}, "binary": {path: base64}}, ...]
    modules.safetensors    "<name>/<role>": [texts][dimension], role one of any, query, document
                           "tokens/<text>": the vectors of the tokens of a text, of the case dense
"""

import base64
import json
import os
import sys
import tempfile

import numpy as np
import torch
from safetensors.torch import save, save_file
from sentence_transformers import SentenceTransformer

from make_layouts import BASE, TEXTS, V2, V54, build, modules

WIDTH = 32
ACTIVATIONS = ["Tanh", "ReLU", "GELU", "SiLU", "Sigmoid", "Softplus", "Mish", "ELU", "LeakyReLU", "Softsign"]


class Random:
    """Weights that tell when something is wrong with them."""

    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)

    def tensor(self, *shape, spread=1.0, centre=0.0, dtype=torch.float32):
        return torch.from_numpy((centre + spread * self.rng.normal(size=shape)).astype(np.float32)).to(dtype)


RANDOM = Random(20260501)


def dense(inputs, outputs, activation="torch.nn.modules.activation.Tanh", bias=True, dtype=torch.float32, residual=False, **config):
    """The config.json and the weights of a dense module."""
    weights = {"linear.weight": RANDOM.tensor(outputs, inputs, spread=1.2 / inputs**0.5, dtype=dtype)}
    if bias:
        weights["linear.bias"] = RANDOM.tensor(outputs, spread=0.3, dtype=dtype)
    if residual:
        config["use_residual"] = True
        if inputs != outputs:
            weights["residual.weight"] = RANDOM.tensor(outputs, inputs, spread=0.2)
    if activation:
        config["activation_function"] = activation
    return {"in_features": inputs, "out_features": outputs, "bias": bias, **config}, weights


def layer_norm(width):
    return {"dimension": width}, {"norm.weight": RANDOM.tensor(width, spread=0.1, centre=1), "norm.bias": RANDOM.tensor(width, spread=0.1)}


def case(name, *steps, pooling="mean", files=None):
    """Transformer, pooling, then steps: a type and, if it has a folder, configuration and weights."""
    entries = [("", V2 + "Transformer"), ("1_Pooling", V2 + "Pooling")]
    texts = {"1_Pooling/config.json": {"word_embedding_dimension": WIDTH, "pooling_mode": pooling}}
    binary = {}
    for i, (kind, *content) in enumerate(steps):
        folder = f"{i + 2}_{kind.rsplit('.', 1)[1]}"
        entries.append((folder, kind))
        if content:
            texts[folder + "/config.json"] = content[0]
        if len(content) > 1:
            binary[folder + "/model.safetensors"] = save(content[1])
    texts["modules.json"] = modules(*entries)
    texts.update(files or {})
    return {"name": name, "base": "", "files": texts, "binary": binary}


def static(name, weights, *steps, path="", files=None, kind=V54 + "static_embedding.StaticEmbedding"):
    made = case(name, *steps, files=files)
    entries = [(path, kind)] + [(entry["path"], entry["type"]) for entry in made["files"]["modules.json"][2:]]
    made["files"]["modules.json"] = modules(*entries)
    del made["files"]["1_Pooling/config.json"]
    made["binary"][os.path.join(path, "model.safetensors").removeprefix("./")] = save(weights)
    return made


def cases(vocabulary, tokenizer):
    normalize = (V2 + "Normalize",)
    identity = "torch.nn.modules.linear.Identity"
    yield case("dense", (V2 + "Dense", *dense(32, 16, activation=None)))
    yield case("gtr", (V2 + "Dense", *dense(32, 32, identity, bias=False)), normalize)
    yield case("two-dense", (BASE + "dense.Dense", *dense(32, 48, identity, bias=False, module_input_name="sentence_embedding", module_output_name="sentence_embedding")),
               (BASE + "dense.Dense", *dense(48, 24, identity, bias=False)), (BASE + "normalize.Normalize", {"module_input_name": "sentence_embedding"}))
    for activation in ACTIVATIONS:
        yield case("dense-" + activation.lower(), (V2 + "Dense", *dense(32, 6, "torch.nn.modules.activation." + activation)))
    yield case("dense-residual", (BASE + "dense.Dense", *dense(32, 32, residual=True)))
    yield case("dense-residual-projected", (BASE + "dense.Dense", *dense(32, 12, residual=True)))
    yield case("dense-f16", (V2 + "Dense", *dense(32, 10, identity, dtype=torch.float16)))
    yield case("dense-of-several", (V2 + "Dense", *dense(96, 20)), pooling=["mean", "cls", "max"])
    yield case("layer-norm", (V2 + "LayerNorm", *layer_norm(32)), normalize)
    yield case("normalize-in-between", normalize, (V2 + "Dense", *dense(32, 20)), (V2 + "Dropout", {"dropout": 0.5}), normalize, (V2 + "LayerNorm", *layer_norm(20)))
    yield case("truncated", (V2 + "Dense", *dense(32, 20, identity)), normalize, files={"config_sentence_transformers.json": {"truncate_dim": 7}})
    table = {"embedding.weight": RANDOM.tensor(vocabulary, 14)}
    prompts = {"config_sentence_transformers.json": {"prompts": {"query": "Is it: ", "document": ""}}}
    yield static("static", table, files=prompts)
    yield static("static-in-folder", table, normalize, path="0_StaticEmbedding", kind=V2 + "StaticEmbedding", files={"0_StaticEmbedding/tokenizer.json": tokenizer})
    yield static("static-model2vec", {"embeddings": RANDOM.tensor(vocabulary, 9)}, normalize, path=".", kind=V2 + "StaticEmbedding",
                 files={"config.json": {"model_type": "model2vec", "normalize": True}})
    yield static("static-dense", {"embedding.weight": RANDOM.tensor(vocabulary, 12, dtype=torch.float16).float()}, (V2 + "Dense", *dense(12, 5)))


def expected_of(case, golden, out):
    with tempfile.TemporaryDirectory() as folder:
        build(os.path.join(golden, "plain"), folder, case)
        for path, content in case["binary"].items():
            os.makedirs(os.path.dirname(os.path.join(folder, path)), exist_ok=True)
            with open(os.path.join(folder, path), "wb") as file:
                file.write(content)
        model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32})
        for role, encode in (("any", model.encode), ("query", model.encode_query), ("document", model.encode_document)):
            vectors = encode(TEXTS, batch_size=1, convert_to_tensor=True)
            out[f"{case['name']}/{role}"] = vectors.float().contiguous()
        print(f"{case['name']:30} {tuple(vectors.shape)} {vectors[0][:3].tolist()}")
        if case["name"] == "dense":
            for i, tokens in enumerate(model.encode(TEXTS, batch_size=1, output_value="token_embeddings")):
                out[f"tokens/{i}"] = tokens.float().contiguous()


def main(golden, root):
    os.makedirs(root, exist_ok=True)
    with open(os.path.join(golden, "plain", "tokenizer.json"), encoding="utf-8") as file:
        tokenizer = file.read()
    vocabulary = len(json.loads(tokenizer)["model"]["vocab"])
    out, written = {}, []
    for case in cases(vocabulary, json.loads(tokenizer)):
        case["files"] = {path: json.dumps(content, ensure_ascii=False) for path, content in case["files"].items()}
        expected_of(case, golden, out)
        binary = {path: base64.b64encode(content).decode() for path, content in case["binary"].items()}
        written.append({"name": case["name"], "files": case["files"], "binary": binary})
    save_file(out, os.path.join(root, "modules.safetensors"))
    with open(os.path.join(root, "modules.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(written, file, indent=1, ensure_ascii=False)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
