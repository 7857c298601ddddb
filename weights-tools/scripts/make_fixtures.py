#!/usr/bin/env python3
"""Makes the weight files that the tests read, with the tools that make such files in earnest.

Needs torch, transformers, sentence-transformers, safetensors, onnx and gguf.

    make_fixtures.py ../src/test/resources/formats

tensors/  the same odd tensors (views, shared storages, every type) as torch.save writes them in the zip
          and in the legacy format, with contiguous copies in expected.safetensors; typed.onnx has the
          ways in which ONNX stores elements.
tiny/     a sentence-transformers model of one layer, and the same weights in each format that is
          converted: zip, legacy and sharded checkpoints, ONNX, GGUF. expected.jsonl holds its vectors.
"""
import collections
import json
import pathlib
import shutil
import sys

import gguf
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.torch import load_file, save_file

OLD = dict(_use_new_zipfile_serialization=False)


def odd_tensors():
    base = torch.arange(12, dtype=torch.float32).reshape(3, 4) - 2.5
    cube = torch.arange(24, dtype=torch.float64).reshape(2, 3, 4)
    tensors = collections.OrderedDict(
        base=base,
        transposed=base.t(),
        row=base[1],
        column=base[:, 2],
        every_other=torch.arange(10)[::2],
        permuted=cube.permute(2, 0, 1),
        parameter=torch.nn.Parameter(torch.tensor([1.5, -0.0])),
        scalar=torch.tensor(3.5),
        empty=torch.empty(0, 3),
        half=torch.tensor([1.0, 65504.0, 6e-8], dtype=torch.float16),
        bfloat16=torch.tensor([1.0, 3e38, -2.0], dtype=torch.bfloat16),
        int64=torch.tensor([-1, 2**40]),
        int32=torch.tensor([-5, 7], dtype=torch.int32),
        int16=torch.tensor([-300, 7], dtype=torch.int16),
        int8=torch.tensor([-128, 127], dtype=torch.int8),
        uint8=torch.tensor([0, 255], dtype=torch.uint8),
        bool=torch.tensor([True, False, True]),
        nan=torch.tensor([float("nan"), float("inf"), 1.0]),
    )
    tensors._metadata = collections.OrderedDict([("", {"version": 1})])
    return tensors


def make_tensors(folder):
    folder.mkdir(parents=True)
    tensors = odd_tensors()
    torch.save(tensors, folder / "zip.bin")
    torch.save(tensors, folder / "legacy.bin", **OLD)
    torch.save(dict(tensors), folder / "protocol4.bin", pickle_protocol=4)
    torch.save({"weight": torch.zeros(2), "epoch": 3}, folder / "epoch.bin")
    torch.save(torch.nn.Linear(2, 2), folder / "module.bin")
    save_file({k: v.detach().clone().contiguous() for k, v in tensors.items()},
              folder / "expected.safetensors")
    make_onnx_types(folder)


def make_onnx_types(folder):
    one = np.array([[1.5, -2.0, 3.0]], dtype=np.float32)
    initializers = [
        helper.make_tensor("float_data", TensorProto.FLOAT, [1, 3], one.flatten()),
        helper.make_tensor("float_raw", TensorProto.FLOAT, [1, 3], one.tobytes(), raw=True),
        helper.make_tensor("half_as_int32", TensorProto.FLOAT16, [2], np.array([1, -2], np.float16)),
        helper.make_tensor("bfloat16_as_int32", TensorProto.BFLOAT16, [2], [1.0, -2.0]),
        helper.make_tensor("int8_as_int32", TensorProto.INT8, [3], [-128, 0, 127]),
        helper.make_tensor("uint8_as_int32", TensorProto.UINT8, [2], [0, 255]),
        helper.make_tensor("bool_as_int32", TensorProto.BOOL, [2], [True, False]),
        helper.make_tensor("int32", TensorProto.INT32, [2], [-5, 2**31 - 1]),
        helper.make_tensor("int64", TensorProto.INT64, [2], [-1, 2**40]),
        helper.make_tensor("double", TensorProto.DOUBLE, [2], [0.1, -1e300]),
        helper.make_tensor("scalar", TensorProto.FLOAT, [], [3.5]),
    ]
    graph = helper.make_graph([], "typed", [], [], initializers)
    model = helper.make_model(graph, producer_name="make_fixtures")
    onnx.save(model, folder / "typed.onnx")
    arrays = {t.name: numpy_helper.to_array(t) for t in initializers}
    # Neither NumPy nor its way to torch has bfloat16: as the floats that they stand for.
    arrays["bfloat16_as_int32"] = arrays["bfloat16_as_int32"].astype(np.float32)
    save_file({name: torch.from_numpy(array.copy()) for name, array in arrays.items()},
              folder / "typed.safetensors")
    outside = onnx.ModelProto()
    outside.CopyFrom(model)
    onnx.save(outside, folder / "outside.onnx", save_as_external_data=True,
              all_tensors_to_one_file=True, location="outside.onnx_data", size_threshold=0)


VOCAB = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "sat", "on", "a", "mat", "dog", "ran", "##s",
         "##ing", "what", "is", "it", "?", ".", ",", "red", "blue", "塑", "料"]
TEXTS = ["the cat sat on a mat.", "what is it?", "dogs, cats", "塑料 is blue", "", "the dog ran on the red mat"]


def make_tiny(folder):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(5)
    source = folder / "source"
    source.mkdir(parents=True)
    (source / "vocab.txt").write_text("\n".join(VOCAB) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(str(source / "vocab.txt"), do_lower_case=True, model_max_length=24)
    config = BertConfig(vocab_size=len(VOCAB), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
                        intermediate_size=64, max_position_embeddings=24)
    config._attn_implementation = "eager"
    model = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            spread = (1.2 / parameter.shape[-1] ** 0.5 if parameter.dim() == 2 and "embed" not in name
                      else 0.5 if parameter.dim() == 2 else 0.1)
            parameter.normal_(0, spread)
            if "LayerNorm.weight" in name:
                parameter.add_(1)
    model.eval()
    shutil.rmtree(source)
    plain = folder / "plain"
    model.save_pretrained(plain)
    tokenizer.save_pretrained(plain)
    transformer = Transformer(str(plain))
    sentences = SentenceTransformer(modules=[transformer, Pooling(32, "mean"), Normalize()], device="cpu")
    sentences.save(str(source), create_model_card=False)
    shutil.rmtree(plain)
    (source / "vocab.txt").write_text("\n".join(VOCAB) + "\n", encoding="utf-8")
    with open(folder / "expected.jsonl", "w", encoding="utf-8") as out:
        for text in TEXTS:
            vector = sentences.encode(text, batch_size=1)
            out.write(json.dumps({"text": text, "embedding": [float(str(x)) for x in vector]},
                                 ensure_ascii=False) + "\n")
    # Loading the model again has given it a pooler, drawn at random, which nothing uses.
    weights = collections.OrderedDict(
        (name, tensor) for name, tensor in load_file(source / "model.safetensors").items() if "pooler" not in name)
    save_file(weights, source / "model.safetensors", metadata={"format": "pt"})
    make_checkpoints(folder, weights)
    make_onnx(folder / "model.onnx", model)
    make_gguf(folder, config, weights)


def make_checkpoints(folder, weights):
    torch.save(weights, folder / "zip.bin")
    # As TensorFlow's conversions name norms, under the prefix of a checkpoint with a head.
    old = collections.OrderedDict(
        ("bert." + name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"), t)
        for name, t in weights.items())
    old["bert.embeddings.position_ids"] = torch.arange(24).expand((1, -1))
    old["cls.predictions.bias"] = torch.zeros(len(VOCAB))
    torch.save(old, folder / "legacy.bin", **OLD)
    names = list(weights)
    shards = {"pytorch_model-00001-of-00002.bin": names[:9], "pytorch_model-00002-of-00002.bin": names[9:]}
    for shard, held in shards.items():
        torch.save({name: weights[name] for name in held}, folder / shard)
    index = {"metadata": {"total_size": sum(t.nbytes for t in weights.values())},
             "weight_map": {name: shard for shard, held in shards.items() for name in held}}
    (folder / "pytorch_model.bin.index.json").write_text(json.dumps(index, indent=1))
    torch.save({"linear.weight": torch.eye(32)[:8] * 0.5, "linear.bias": torch.zeros(8)}, folder / "dense.bin")


class Exported(torch.nn.Module):
    """As sentence-transformers' own exports nest the model."""

    def __init__(self, model):
        super().__init__()
        self.auto_model = model

    def forward(self, input_ids, attention_mask, token_type_ids):
        return self.auto_model(input_ids=input_ids, attention_mask=attention_mask,
                               token_type_ids=token_type_ids, return_dict=False)[0]


def make_onnx(path, model):
    ids = torch.tensor([[2, 5, 6, 3]])
    torch.onnx.export(
        Exported(model).eval(), (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(path), dynamo=False,
        opset_version=14, input_names=["input_ids", "attention_mask", "token_type_ids"],
        output_names=["last_hidden_state"],
        dynamic_axes={"input_ids": {0: "batch", 1: "tokens"}})


# What llama.cpp's convert_hf_to_gguf.py names the tensors of BERT.
GGUF_NAMES = {
    "embeddings.word_embeddings": "token_embd",
    "embeddings.token_type_embeddings": "token_types",
    "embeddings.position_embeddings": "position_embd",
    "embeddings.LayerNorm": "token_embd_norm",
    "encoder.layer.0.attention.self.query": "blk.0.attn_q",
    "encoder.layer.0.attention.self.key": "blk.0.attn_k",
    "encoder.layer.0.attention.self.value": "blk.0.attn_v",
    "encoder.layer.0.attention.output.dense": "blk.0.attn_output",
    "encoder.layer.0.attention.output.LayerNorm": "blk.0.attn_output_norm",
    "encoder.layer.0.intermediate.dense": "blk.0.ffn_up",
    "encoder.layer.0.output.dense": "blk.0.ffn_down",
    "encoder.layer.0.output.LayerNorm": "blk.0.layer_output_norm",
}


def make_gguf(folder, config, weights):
    kinds = {"f32": gguf.GGMLQuantizationType.F32, "f16": gguf.GGMLQuantizationType.F16,
             "bf16": gguf.GGMLQuantizationType.BF16, "q8_0": gguf.GGMLQuantizationType.Q8_0}
    dequantized = {}
    for kind, matrices in kinds.items():
        writer = gguf.GGUFWriter(folder / f"{kind}.gguf", "bert")
        writer.add_name("tiny")
        writer.add_block_count(config.num_hidden_layers)
        writer.add_context_length(config.max_position_embeddings)
        writer.add_embedding_length(config.hidden_size)
        writer.add_feed_forward_length(config.intermediate_size)
        writer.add_head_count(config.num_attention_heads)
        writer.add_layer_norm_eps(config.layer_norm_eps)
        writer.add_causal_attention(False)
        writer.add_pooling_type(gguf.PoolingType.MEAN)
        writer.add_tokenizer_model("bert")
        writer.add_tokenizer_pre("default")
        control = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
        writer.add_token_list([t if t in control else t[2:] if t.startswith("##") else "\u2581" + t for t in VOCAB])
        writer.add_token_types([gguf.TokenType.CONTROL if t in control else gguf.TokenType.NORMAL for t in VOCAB])
        writer.add_token_type_count(2)
        writer.add_unk_token_id(1)
        writer.add_sep_token_id(3)
        writer.add_pad_token_id(0)
        writer.add_bos_token_id(2)
        writer.add_mask_token_id(4)
        for name, tensor in weights.items():
            stem, suffix = name.rsplit(".", 1)
            array = tensor.numpy()
            keep = array.ndim == 1 or stem.endswith(("position_embeddings", "token_type_embeddings"))
            target = gguf.GGMLQuantizationType.F32 if keep else matrices
            data = gguf.quants.quantize(array, target)
            writer.add_tensor(f"{GGUF_NAMES[stem]}.{suffix}", data, raw_dtype=target)
            if kind == "q8_0" and name == "encoder.layer.0.intermediate.dense.weight":
                dequantized[name] = torch.from_numpy(gguf.quants.dequantize(data, target))
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
        writer.close()
    save_file(dequantized, folder / "q8_0.safetensors")


def main():
    target = pathlib.Path(sys.argv[1])
    shutil.rmtree(target, ignore_errors=True)
    make_tensors(target / "tensors")
    make_tiny(target / "tiny")


if __name__ == "__main__":
    main()
