#!/usr/bin/env python3
"""Makes a small model with three outputs, laid out as bge-m3 is, and what they are of some texts.

    python make_hybrid_model.py ../src/test/resources/hybrid

Needs what make_family_models.py needs. The folder is that of an XLM-RoBERTa with cls pooling, and beside it
the two linear layers in the form that `lanewise convert` gives them, `sparse_linear.safetensors` and
`colbert_linear.safetensors`. FlagEmbedding, whose classes define the outputs, isn't among the references: the
formulas of the paper (Chen et al. 2024, section 3.2) are written down here in plain torch. `texts.jsonl` has
the texts, `expected.safetensors` what is expected of them, one text at a time:

    dense    [texts][hidden]       as sentence-transformers gives it
    lexical  [texts][vocabulary]   relu(linear(hidden state)), the largest of each token's places; without <s>, </s>, <pad>, <unk>
    tokens   [tokens][width]       linear(hidden state) of all tokens but the first, of length one; text after text
    scores   [texts - 1][4]        of each text as the query with the next one: dense, lexical, tokens, and their mean by WEIGHTS
"""

import json
import os
import sys

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from transformers import XLMRobertaConfig, XLMRobertaModel

import small_tokenizers
from make_family_models import Folder
from make_golden_models import texts
from small_tokenizers import FAIRSEQ

WIDTH = 24  # of a token's vector, which is the hidden size in the published model
WEIGHTS = (1.0, 0.3, 0.8)
WITHOUT_WEIGHT = ("<s>", "</s>", "<pad>", "<unk>")


def linear(folder, name, outputs, inputs, generator, dtype):
    weight = (1.2 / inputs ** 0.5 * torch.randn(outputs, inputs, generator=generator)).to(dtype)
    bias = (0.1 * torch.randn(outputs, generator=generator)).to(dtype)
    save_file({"weight": weight, "bias": bias}, os.path.join(folder, name + "_linear.safetensors"), {"format": "pt"})
    layer = torch.nn.Linear(inputs, outputs)
    layer.load_state_dict({"weight": weight.float(), "bias": bias.float()})
    return layer


def lexical(weights, ids, vocabulary, without):
    out = torch.zeros(vocabulary)
    for i, weight in zip(ids.tolist(), torch.relu(weights).flatten().tolist()):
        if i not in without:
            out[i] = max(out[i], weight)
    return out


def scores(query, document):
    dense = query["dense"] @ document["dense"]
    words = query["lexical"] @ document["lexical"]
    tokens = (query["tokens"] @ document["tokens"].T).max(dim=1).values.mean()
    values = torch.stack([dense, words, tokens])
    weights = torch.tensor(WEIGHTS)
    return torch.cat([values, (values @ weights / weights.sum())[None]])


def main(root):
    parent, name = os.path.split(os.path.normpath(root))
    tokenizer = small_tokenizers.xlm_roberta()
    folder = Folder(parent, name, 61, tokenizer, FAIRSEQ, 120, XLMRobertaModel, XLMRobertaConfig, hidden_size=32, num_hidden_layers=2, num_attention_heads=4,
                    intermediate_size=48, max_position_embeddings=122, type_vocab_size=1, layer_norm_eps=1e-5).save("cls_token", normalize=True, without=("pooler",))
    generator = torch.Generator().manual_seed(62)
    sparse = linear(root, "sparse", 1, folder.width, generator, torch.float32)
    colbert = linear(root, "colbert", WIDTH, folder.width, generator, torch.bfloat16)
    some = texts()[::3] + texts()[-2:] + small_tokenizers.TEXTS[::2]
    with open(os.path.join(root, "texts.jsonl"), "w", encoding="ascii", newline="\n") as out:
        out.writelines(json.dumps(text) + "\n" for text in some)
    reference = SentenceTransformer(root, device="cpu", model_kwargs={"dtype": torch.float32})
    without = [tokenizer.token_to_id(token) for token in WITHOUT_WEIGHT]
    embeddings = []
    with torch.no_grad():
        for text in some:
            features = reference[0].tokenizer(text, return_tensors="pt", truncation=True, max_length=folder.max_tokens)
            hidden = reference[0].model(**features).last_hidden_state[0]
            ids = features["input_ids"][0]
            embeddings.append({
                "dense": reference.encode(text, convert_to_tensor=True),
                "lexical": lexical(sparse(hidden), ids, tokenizer.get_vocab_size(), without),
                "tokens": torch.nn.functional.normalize(colbert(hidden[1:]), dim=-1)})
        expected = {
            "dense": torch.stack([e["dense"] for e in embeddings]),
            "lexical": torch.stack([e["lexical"] for e in embeddings]),
            "tokens": torch.cat([e["tokens"] for e in embeddings]),
            "scores": torch.stack([scores(a, b) for a, b in zip(embeddings, embeddings[1:])])}
    save_file(expected, os.path.join(root, "expected.safetensors"))
    print(name, {key: tuple(value.shape) for key, value in expected.items()}, "scores", expected["scores"].std(dim=0))


if __name__ == "__main__":
    main(sys.argv[1])
