#!/usr/bin/env python3
"""Asks the reference what it makes of model folders in many layouts.

    python make_layouts.py ../src/test/resources/golden ../src/test/resources/layouts

Needs what make_golden_models.py needs. Every case is one of the golden folder `plain` (BERT without
any file of sentence-transformers, cased, 72 positions) and some small files put over it. Writes

    layouts.json           [{"name", "base": where the encoder lies, "files": {path: what it holds},
                            "truncation": what tokenizer.json has there in place of null,
                            "max_tokens": as the reference finds it}, ...]
    layouts.safetensors    "<name>/<role>": [texts][dimension], role one of any, query, document
    texts.json             the texts
"""

import json
import os
import shutil
import sys
import tempfile

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer

V2 = "sentence_transformers.models."
V54 = "sentence_transformers.sentence_transformer.modules."
BASE = "sentence_transformers.base.modules."
MODES = ["cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"]
TEXTS = ["What is PVC?", "", "The Train to Lisbon leaves at 7:45 from platform 9. " * 6]


def modules(*entries):
    return [{"idx": i, "name": str(i), "path": path, "type": kind} for i, (path, kind) in enumerate(entries)]


NO_TRUNCATION = '"truncation":null'


def case(name, pooling, base="", transformer=V2 + "Transformer", pooling_type=V2 + "Pooling", normalize=None, files=None, **text):
    """A folder with modules.json; `text` is sentence_bert_config.json."""
    entries = [(base, transformer), ("1_Pooling", pooling_type)]
    if normalize:
        entries.append(("2_Normalize", normalize))
    all_files = {"modules.json": modules(*entries), "1_Pooling/config.json": pooling}
    if text:
        all_files[os.path.join(base, "sentence_bert_config.json")] = text
    all_files.update(files or {})
    return {"name": name, "base": base, "files": all_files}


def prompts(pooling=None, normalize=None, **config):
    return dict(pooling={"embedding_dimension": 32, **(pooling or {"pooling_mode": "mean"})}, normalize=normalize, files={"config_sentence_transformers.json": config})


def cases():
    width = {"word_embedding_dimension": 32}
    flags = {f"pooling_mode_{mode}": False for mode in MODES}
    yield case("v2.0", {**width, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False,
                        "pooling_mode_mean_sqrt_len_tokens": False}, max_seq_length=24, do_lower_case=False)
    yield case("v2.0-subfolder", {**width, "pooling_mode_cls_token": True}, base="0_Transformer", max_seq_length=24, do_lower_case=True)
    yield case("v2.7-normalize", {**width, **flags, "pooling_mode_mean_tokens": True, "include_prompt": True}, normalize=V2 + "Normalize", max_seq_length=40, do_lower_case=False)
    v54_text = {"transformer_task": "feature-extraction", "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}},
                "module_output_name": "token_embeddings"}
    yield case("v5.4", {"embedding_dimension": 32, "pooling_mode": "mean", "include_prompt": True}, transformer=BASE + "transformer.Transformer",
               pooling_type=V54 + "pooling.Pooling", normalize=V54 + "normalize.Normalize", **v54_text)
    yield case("v6", {"embedding_dimension": 32, "pooling_mode": ["lasttoken", "cls"], "include_prompt": True}, transformer=BASE + "transformer.Transformer",
               pooling_type=V54 + "pooling.Pooling", normalize=BASE + "normalize.Normalize", unpad_inputs=False,
               files={"2_Normalize/config.json": {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}}, **v54_text)
    for mode in MODES:
        yield case("flag-" + mode, {**width, **flags, "pooling_mode_" + mode: True})
    for mode in ("cls", "max", "mean", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"):
        yield case("mode-" + mode, {**width, "pooling_mode": mode})
    yield case("flags-several", {**width, **flags, "pooling_mode_lasttoken": True, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": True})
    yield case("flags-none", {**width, **flags})
    yield case("pooling-width-alone", width)
    yield case("mode-beside-flags", {**width, **flags, "pooling_mode_max_tokens": True, "pooling_mode": "cls"})

    # The maximum length and lowercasing.
    mean = {**width, "pooling_mode": "mean"}
    yield case("length-explicit-null", mean, max_seq_length=None, do_lower_case=False)
    yield case("length-of-tokenizer", mean, files={"tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": False, "model_max_length": 20}})
    yield case("length-of-tokenizer-beyond-positions", mean, files={"tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": False, "model_max_length": 512}})
    yield case("length-explicit-over-tokenizer", mean, max_seq_length=30, files={"tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": False, "model_max_length": 20}})
    yield case("length-in-tokenizer-args", mean, max_seq_length=30, tokenizer_args={"model_max_length": 26})
    yield case("length-in-processor-kwargs", mean, processor_kwargs={"model_max_length": 22})
    yield case("length-in-processing-kwargs", mean, max_seq_length=30, processing_kwargs={"text": {"max_length": 18}})
    yield case("legacy-file-name", mean, files={"sentence_roberta_config.json": {"max_seq_length": 12, "do_lower_case": False}})
    yield case("lowercase", mean, max_seq_length=50, do_lower_case=True)
    yield case("model-args", mean, max_seq_length=50, model_args={"add_pooling_layer": False})

    # Which end of a text goes.
    bert = {"tokenizer_class": "BertTokenizer", "do_lower_case": False}
    cut = '{"direction":"%s","max_length":33,"strategy":"LongestFirst","stride":0}'
    left, right = ({"tokenizer_config.json": {**bert, "truncation_side": side}} for side in ("left", "right"))
    both = {"query": "Is it: ", "document": "See "}
    yield case("cut-left", mean, max_seq_length=30, files=left)
    yield case("cut-left-behind-prompts", {**mean, "include_prompt": False}, max_seq_length=30, files={**left, "config_sentence_transformers.json": {"prompts": both}})
    yield {**case("cut-left-in-tokenizer-json", mean, max_seq_length=30), "truncation": cut % "Left"}
    yield {**case("cut-right-over-tokenizer-json", mean, max_seq_length=30, files=right), "truncation": cut % "Left"}
    yield {**case("cut-right-in-tokenizer-json", mean, max_seq_length=30), "truncation": cut % "Right"}

    # Prompts.
    yield case("prompts", **prompts(prompts=both))
    yield case("prompt-left-out", **prompts({"pooling_mode": ["mean", "weightedmean", "max", "cls", "lasttoken"], "include_prompt": False}, prompts=both))
    yield case("prompt-fills-all", {"embedding_dimension": 32, "pooling_mode": ["mean", "weightedmean", "cls"], "include_prompt": False}, max_seq_length=12,
               files={"config_sentence_transformers.json": {"prompts": {"query": "What is PVC? " * 12, "document": ""}}})
    yield case("prompts-passage", **prompts(prompts={"passage": "See "}))
    yield case("prompts-corpus-by-default", **prompts(prompts={"corpus": "Pipe: ", "other": "What "}, default_prompt_name="other"))
    yield case("prompts-query-alone-by-default", **prompts(prompts={"query": "Is it: "}, default_prompt_name="query"))
    yield case("prompts-default-undeclared", **prompts(prompts={}, default_prompt_name="document"))
    yield case("prompts-null", **prompts(prompts={"query": None, "document": "See "}, default_prompt_name=None, similarity_fn_name=None))
    yield case("prompts-document-empty", **prompts(prompts={"document": "", "passage": "See "}))
    yield case("truncate-dim", **prompts(normalize=V2 + "Normalize", truncate_dim=10, similarity_fn_name="dot"))
    yield case("truncate-dim-beyond", **prompts(truncate_dim=1000))
    yield {"name": "bare", "base": "", "files": {}}
    yield {"name": "bare-with-stray-files", "base": "", "files": {"sentence_bert_config.json": {"max_seq_length": 9, "do_lower_case": True},
           "1_Pooling/config.json": {"pooling_mode": "cls"}}}
    yield {"name": "bare-with-prompts", "base": "", "files": {"config_sentence_transformers.json": {"prompts": both, "default_prompt_name": "query", "truncate_dim": 5}}}


def build(plain, folder, case):
    encoder = os.path.join(folder, case["base"])
    os.makedirs(encoder, exist_ok=True)
    for file in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(os.path.join(plain, file), encoder)
    if "truncation" in case:
        path = os.path.join(encoder, "tokenizer.json")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        assert NO_TRUNCATION in text
        with open(path, "w", encoding="utf-8") as out:
            out.write(text.replace(NO_TRUNCATION, f'"truncation":{case["truncation"]}'))
    for path, content in case["files"].items():
        path = os.path.join(folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as out:
            out.write(content)


def max_tokens(model):
    """What a call is given, which settings of the module may make less than what it says of itself."""
    return len(model.tokenize(["x " * 1000])["input_ids"][0])


def main(golden, root):
    os.makedirs(root, exist_ok=True)
    expected, written = {}, []
    for case in cases():
        case["files"] = {path: json.dumps(content) for path, content in case["files"].items()}
        with tempfile.TemporaryDirectory() as folder:
            build(os.path.join(golden, "plain"), folder, case)
            torch.manual_seed(0)
            model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": torch.float32})
            for role, encode in (("any", model.encode), ("query", model.encode_query), ("document", model.encode_document)):
                vectors = encode(TEXTS, batch_size=1, convert_to_tensor=True)
                expected[f"{case['name']}/{role}"] = vectors.contiguous()
            written.append({**case, "max_tokens": max_tokens(model)})
            print(f"{case['name']:40} max {model.max_seq_length} {tuple(vectors.shape)}")
    save_file(expected, os.path.join(root, "layouts.safetensors"))
    for name, value in (("layouts.json", written), ("texts.json", TEXTS)):
        with open(os.path.join(root, name), "w", encoding="utf-8", newline="\n") as out:
            json.dump(value, out, indent=1, ensure_ascii=False)
            out.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
