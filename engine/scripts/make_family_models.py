#!/usr/bin/env python3
"""Makes small models of BERT's relatives and of T5's encoder, and what the reference says of them.

    python make_family_models.py ../src/test/resources/golden [name ...]

Needs what make_golden_models.py needs, whose texts they are compared on. Weights are random, spread
widely enough for a mistake to show, and stored as bf16 to keep the files small. Each folder gets the
`expected.safetensors` that make_golden_models.py describes.

Tokenizers are of the kinds that the families have (small_tokenizers.py). A folder whose tokenizer isn't
BERT's has more texts of its own in `texts.jsonl`, of which vectors are expected after those of the others,
and in `ids.jsonl` the ids that the model gets of each.
"""

import os
import shutil
import sys

import torch
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer
from transformers import (AlbertConfig, AlbertModel, BertConfig, BertModel, CamembertConfig, CamembertModel, DistilBertConfig,
                          DistilBertModel, ElectraConfig, ElectraModel, MPNetConfig, MPNetModel, MT5Config, MT5EncoderModel,
                          RobertaConfig, RobertaModel, T5Config, T5EncoderModel, XLMRobertaConfig, XLMRobertaModel)

import small_tokenizers
from make_golden_models import PACKAGE, STAGE_TEXT, texts, write_json
from small_tokenizers import BERT, FAIRSEQ, MPNET, T5

def telling_weights(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            if p.dim() == 1 and name.endswith("weight"):
                p.copy_(1 + 0.2 * noise)
            elif p.dim() == 1:
                p.copy_(0.1 * noise)
            elif "relative" in name:
                p.copy_(1.5 * noise)
            elif "embeddings." in name or "shared" in name:
                p.copy_(0.5 * noise)
            else:
                p.copy_(1.2 / p.shape[1] ** 0.5 * noise)
            p.copy_(p.bfloat16().float())


class Folder:
    """A model folder as version 2 of sentence-transformers saved it."""

    def __init__(self, root, name, seed, tokenizer, roles, max_tokens, model_class, config_class, **config):
        self.name = name
        self.path = os.path.join(root, name)
        shutil.rmtree(self.path, ignore_errors=True)
        os.makedirs(self.path)
        tokenizer.save(os.path.join(self.path, "tokenizer.json"), pretty=False)
        self.texts = texts()
        if roles != BERT:
            small_tokenizers.write_texts(self.path)
            self.texts += small_tokenizers.TEXTS
        self.tokenizer_config = {"tokenizer_class": "PreTrainedTokenizerFast", "model_input_names": ["input_ids", "attention_mask"],
                                 **roles, "model_max_length": max_tokens}
        config = config_class(vocab_size=tokenizer.get_vocab_size(), **config)
        model = model_class(config)
        telling_weights(model, seed)
        config.architectures = [model_class.__name__]
        config.save_pretrained(self.path)
        self.weights = {k: v.bfloat16().contiguous() for k, v in model.state_dict().items()
                        if "position_ids" not in k and "token_type_ids" not in k and k != "encoder.embed_tokens.weight"}
        self.width = model.config.hidden_size
        self.max_tokens = max_tokens

    def save(self, pooling, normalize=False, prefix="", without=(), extras=(), tokenizer_class=None, **tokenizer_config):
        """`extras` are names and shapes of tensors of heads, which an encoder has no use for."""
        weights = {prefix + k: v for k, v in self.weights.items() if not k.startswith(tuple(without))}
        weights.update({name: torch.zeros(shape) for name, *shape in extras})
        save_file(weights, os.path.join(self.path, "model.safetensors"), {"format": "pt"})
        if tokenizer_class:
            self.tokenizer_config["tokenizer_class"] = tokenizer_class
        write_json(os.path.join(self.path, "tokenizer_config.json"), {**self.tokenizer_config, **tokenizer_config})
        entries = [("", "Transformer"), ("1_Pooling", "Pooling")] + ([("2_Normalize", "Normalize")] if normalize else [])
        write_json(os.path.join(self.path, "modules.json"),
                   [{"idx": i, "name": str(i), "path": p, "type": PACKAGE + t} for i, (p, t) in enumerate(entries)])
        write_json(os.path.join(self.path, "sentence_bert_config.json"), {"max_seq_length": self.max_tokens, "do_lower_case": False})
        write_json(os.path.join(self.path, "1_Pooling/config.json"), {"word_embedding_dimension": self.width, **{
            f"pooling_mode_{mode}": mode == pooling for mode in ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens", "lasttoken")}})
        return self

    def expect(self):
        torch.manual_seed(0)  # for poolers that the files lack
        reference = SentenceTransformer(self.path, device="cpu", model_kwargs={"dtype": torch.float32})
        embeddings = reference.encode(self.texts, batch_size=1, convert_to_tensor=True)
        features = reference[0].tokenizer(self.texts[STAGE_TEXT], return_tensors="pt")
        with torch.no_grad():
            states = reference[0].model(**features, output_hidden_states=True).hidden_states
        expected = {"embeddings": embeddings, **{f"stage.{i}": state[0].contiguous() for i, state in enumerate(states)}}
        save_file(expected, os.path.join(self.path, "expected.safetensors"))
        if len(self.texts) > len(texts()):
            small_tokenizers.write_ids(self.path, lambda text: reference.preprocess([text])["input_ids"][0].tolist(), self.texts)
        norms = embeddings.norm(dim=1)
        unit = embeddings / norms[:, None]
        alike = (unit @ unit.T - torch.eye(len(unit))).flatten().sort().values[-40]
        print(f"{self.name:14} {tuple(embeddings.shape)}, {len(states) - 1} layers, norms {norms.min():.3f} to {norms.max():.3f}, alike up to {alike:.4f}")


def distilbert(root):
    """Names below a prefix, with the parts of a head for masked language modelling."""
    Folder(root, "distilbert", 31, small_tokenizers.bert(), BERT, 120, DistilBertModel, DistilBertConfig, dim=40, n_layers=2, n_heads=5, hidden_dim=56, max_position_embeddings=130) \
        .save("mean_tokens", prefix="distilbert.", tokenizer_class="DistilBertTokenizer", do_lower_case=True,
              extras=[("vocab_transform.weight", 40, 40), ("vocab_transform.bias", 40), ("vocab_layer_norm.weight", 40), ("vocab_layer_norm.bias", 40), ("vocab_projector.bias", 9)]) \
        .expect()


def roberta(root):
    """Some texts have the padding token in their middle, which has no place among positions."""
    Folder(root, "roberta", 32, small_tokenizers.roberta(), FAIRSEQ, 100, RobertaModel, RobertaConfig, hidden_size=36, num_hidden_layers=2, num_attention_heads=3, intermediate_size=60,
           max_position_embeddings=102, type_vocab_size=1, layer_norm_eps=1e-5) \
        .save("mean_tokens", tokenizer_class="RobertaTokenizer", extras=[("embeddings.position_ids", 1, 102), ("pooler.dense.weight", 36, 36), ("pooler.dense.bias", 36)], without=("pooler",)) \
        .expect()


def xlm_roberta(root):
    """First token, which the last layer computes alone."""
    Folder(root, "xlm-roberta", 33, small_tokenizers.xlm_roberta(), FAIRSEQ, 160, XLMRobertaModel, XLMRobertaConfig, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64,
           max_position_embeddings=162, type_vocab_size=1, layer_norm_eps=1e-5) \
        .save("cls_token", normalize=True, prefix="roberta.", tokenizer_class="XLMRobertaTokenizer",
              extras=[("lm_head.bias", 9), ("classifier.dense.weight", 32, 32)]) \
        .expect()


def mpnet(root):
    """As all-mpnet-base-v2 is laid out; texts longer than the distances that are told apart."""
    Folder(root, "mpnet", 34, small_tokenizers.mpnet(), MPNET, 300, MPNetModel, MPNetConfig, hidden_size=32, num_hidden_layers=3, num_attention_heads=4, intermediate_size=48,
           max_position_embeddings=302, layer_norm_eps=1e-5) \
        .save("mean_tokens", normalize=True, tokenizer_class="MPNetTokenizer", do_lower_case=True).expect()


def mpnet_dot(root):
    """As multi-qa-mpnet-base-dot-v1: the first token, vectors of any length."""
    Folder(root, "mpnet-dot", 35, small_tokenizers.mpnet(), MPNET, 140, MPNetModel, MPNetConfig, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=48,
           max_position_embeddings=142, layer_norm_eps=1e-5) \
        .save("cls_token", prefix="mpnet.", tokenizer_class="MPNetTokenizer", do_lower_case=True, without=("pooler",)).expect()


def albert(root):
    """Three uses of two layers: one twice, the other once."""
    Folder(root, "albert", 36, small_tokenizers.bert(), BERT, 100, AlbertModel, AlbertConfig, embedding_size=20, hidden_size=40, num_hidden_layers=3, num_hidden_groups=2,
           num_attention_heads=4, intermediate_size=60, max_position_embeddings=100, hidden_act="gelu_new") \
        .save("mean_tokens", prefix="albert.", extras=[("predictions.bias", 9), ("sop_classifier.classifier.weight", 2, 40)]).expect()


def electra(root):
    Folder(root, "electra", 37, small_tokenizers.bert(), BERT, 100, ElectraModel, ElectraConfig, embedding_size=24, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
           intermediate_size=64, max_position_embeddings=110) \
        .save("cls_token", prefix="electra.", extras=[("discriminator_predictions.dense.weight", 32, 32)]).expect()


def t5(root):
    """The first version; heads wider together than the hidden size, and parts of a decoder."""
    Folder(root, "t5", 38, small_tokenizers.t5(100), T5, 300, T5EncoderModel, T5Config, d_model=32, d_kv=16, d_ff=64, num_layers=3, num_heads=3) \
        .save("mean_tokens", normalize=True, tokenizer_class="T5Tokenizer", extra_ids=100, extras=[("decoder.final_layer_norm.weight", 32), ("lm_head.weight", 9, 32)]).expect()


def t5_gated(root):
    """Version 1.1, other buckets, the last token."""
    Folder(root, "t5-gated", 39, small_tokenizers.t5(100), T5, 140, T5EncoderModel, T5Config, d_model=40, d_kv=8, d_ff=48, num_layers=2, num_heads=4, feed_forward_proj="gated-gelu",
           relative_attention_num_buckets=16, relative_attention_max_distance=50, tie_word_embeddings=False) \
        .save("lasttoken", tokenizer_class="T5Tokenizer", extra_ids=100).expect()


def mt5(root):
    """T5 1.1 under another name, with pieces for bytes in the vocabulary and no sentinels."""
    Folder(root, "mt5", 40, small_tokenizers.t5(0, byte_pieces=True), T5, 120, MT5EncoderModel, MT5Config, d_model=32, d_kv=8, d_ff=40, num_layers=2, num_heads=3,
           tie_word_embeddings=False) \
        .save("mean_tokens", tokenizer_class="T5Tokenizer", extra_ids=0).expect()


def camembert(root):
    Folder(root, "camembert", 41, small_tokenizers.camembert(), FAIRSEQ, 110, CamembertModel, CamembertConfig, hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
           intermediate_size=40, max_position_embeddings=112, type_vocab_size=1, layer_norm_eps=1e-5) \
        .save("mean_tokens", prefix="roberta.", tokenizer_class="CamembertTokenizer", without=("pooler",)).expect()


def multilingual_minilm(root):
    """As paraphrase-multilingual-MiniLM-L12-v2: BERT with XLM-R's tokenizer, whose padding token the configuration has wrong."""
    Folder(root, "multilingual-minilm", 42, small_tokenizers.xlm_roberta(), FAIRSEQ, 128, BertModel, BertConfig, hidden_size=36, num_hidden_layers=2, num_attention_heads=3,
           intermediate_size=48, max_position_embeddings=140, pad_token_id=0) \
        .save("mean_tokens", tokenizer_class="XLMRobertaTokenizer").expect()


MODELS = [distilbert, roberta, xlm_roberta, mpnet, mpnet_dot, albert, electra, t5, t5_gated, mt5, camembert, multilingual_minilm]


def main(root, *names):
    for make in MODELS:
        if not names or make.__name__.replace("_", "-") in names:
            make(root)


if __name__ == "__main__":
    main(*sys.argv[1:])
