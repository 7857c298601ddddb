#!/usr/bin/env python3
"""Makes small models of the families with rotary or linear positions, and what the reference says of them.

    python make_modern_models.py ../src/test/resources/golden [name ...]

Needs what make_golden_models.py needs, whose texts must be there. Weights are random and spread widely,
stored as bf16 to keep the files small, in the layouts of published checkpoints: transformers 5 writes
those itself. Each folder gets the `expected.safetensors` that make_golden_models.py describes, and the
tokenizer and the texts of its own that make_family_models.py describes.

Two families come with code of their own that transformers doesn't have:

    jina     written down below from the paper (Günther et al. 2023) and the published weights' names
    gte-ntk  `new` with rope_scaling "ntk"; transformers' own GteModel computes it as linearly scaled
             rotary positions with another base, which is the same frequencies
"""

import json
import os
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import (AutoTokenizer, Gemma3TextConfig, Gemma3TextModel, GteConfig, GteModel, ModernBertConfig,
                          ModernBertModel, NomicBertConfig, NomicBertModel, Qwen3Config, Qwen3Model)
from sentence_transformers import SentenceTransformer

import small_tokenizers
from make_golden_models import CHINESE, ENGLISH, PACKAGE, STAGE_TEXT, make_tokenizer, write_json
from small_tokenizers import BERT, FAIRSEQ, GEMMA, QWEN

# Shapes that fill no vector register, and texts longer than any block of queries.
POSITIONS = 300


def telling_weights(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            if p.dim() == 1 and name.endswith("weight"):
                # Gemma's norms hold what is added to one.
                p.copy_((0 if "Gemma" in type(model).__name__ else 1) + 0.2 * noise)
            elif p.dim() == 1:
                p.copy_(0.1 * noise)
            elif "embed" in name:
                p.copy_(0.5 * noise)
            else:
                p.copy_(1.2 / p.shape[1] ** 0.5 * noise)
            p.copy_(p.bfloat16().float())


def save_bf16(weights, path):
    save_file({k: v.bfloat16().contiguous() for k, v in weights.items()}, os.path.join(path, "model.safetensors"), {"format": "pt"})


class Folder:
    """A model folder in the making."""

    def __init__(self, root, name, model, seed):
        self.name = name
        self.path = os.path.join(root, name)
        self.model = model
        shutil.rmtree(self.path, ignore_errors=True)
        os.makedirs(self.path)
        telling_weights(model, seed)

    def save_model(self, prefix="", **config):
        self.model.save_pretrained(self.path)
        file = os.path.join(self.path, "model.safetensors")
        save_bf16({prefix + k: v for k, v in load_file(file).items()}, self.path)
        return self.config(**config)

    def config(self, drop=(), **changes):
        path = os.path.join(self.path, "config.json")
        config = json.load(open(path)) if os.path.exists(path) else {}
        for key in drop:
            config.pop(key)
        config.update(changes)
        write_json(path, {k: config[k] for k in sorted(config)})
        return self

    def json(self, name, value):
        write_json(os.path.join(self.path, name), value)
        return self

    def save_tokenizer(self, tokenizer, roles=BERT, own_texts=False, **config):
        tokenizer.save(os.path.join(self.path, "tokenizer.json"), pretty=False)
        self.own_texts = own_texts
        if own_texts:
            small_tokenizers.write_texts(self.path)
        return self.json("tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **roles, "model_max_length": POSITIONS, **config})

    def modules(self, pooling, normalize, width):
        entries = [("", PACKAGE + "Transformer"), ("1_Pooling", PACKAGE + "Pooling")]
        if normalize:
            entries.append(("2_Normalize", PACKAGE + "Normalize"))
        self.json("sentence_bert_config.json", {"max_seq_length": POSITIONS, "do_lower_case": False})
        self.json("1_Pooling/config.json", {"word_embedding_dimension": width, f"pooling_mode_{pooling}": True,
                                            "pooling_mode_mean_tokens": pooling == "mean_tokens"})
        return self.json("modules.json", [{"idx": i, "name": str(i), "path": p, "type": t} for i, (p, t) in enumerate(entries)])

    def expect(self, texts):
        """From the folder as sentence-transformers loads it."""
        reference = SentenceTransformer(self.path, device="cpu", model_kwargs={"dtype": torch.float32})
        if self.own_texts:
            texts = texts + small_tokenizers.TEXTS
            small_tokenizers.write_ids(self.path, lambda text: reference.preprocess([text])["input_ids"][0].tolist(), texts)
        embeddings = reference.encode(texts, batch_size=1, convert_to_tensor=True)
        features = reference[0].tokenizer(texts[STAGE_TEXT], return_tensors="pt")
        with torch.no_grad():
            states = reference[0].model(**features, output_hidden_states=True).hidden_states
        return self.write_expected(embeddings, states)

    def expect_of(self, forward, pool, texts):
        """From a function from ids to hidden states; `pool` makes a vector of the last ones."""
        tokenizer = AutoTokenizer.from_pretrained(self.path)
        with torch.no_grad():
            ids = [tokenizer(t, return_tensors="pt", truncation=True, max_length=POSITIONS)["input_ids"] for t in texts]
            embeddings = torch.stack([pool(forward(i)[-1][0]) for i in ids])
            return self.write_expected(embeddings, forward(ids[STAGE_TEXT]))

    def write_expected(self, embeddings, states):
        expected = {"embeddings": embeddings, **{f"stage.{i}": state[0].contiguous() for i, state in enumerate(states)}}
        save_file(expected, os.path.join(self.path, "expected.safetensors"))
        norms = embeddings.norm(dim=1)
        unit = embeddings / norms[:, None]
        alike = (unit @ unit.T - torch.eye(len(unit))).max()
        print(f"{self.name:12} {tuple(embeddings.shape)}, norms {norms.min():.3f} to {norms.max():.3f}, most alike {alike:.4f}")


class JinaBert(nn.Module):
    """JinaBERT v2: BERT without position embeddings, ALiBi in both directions, gated feed-forward."""

    class Layer(nn.Module):
        def __init__(self, width, heads, intermediate):
            super().__init__()
            self.heads = heads
            self.attention = nn.ModuleDict({
                "self": nn.ModuleDict({name: nn.Linear(width, width) for name in ("query", "key", "value")}),
                "output": nn.ModuleDict({"dense": nn.Linear(width, width), "LayerNorm": nn.LayerNorm(width, eps=1e-12)})})
            self.mlp = nn.ModuleDict({"gated_layers": nn.Linear(width, 2 * intermediate, bias=False),
                                      "wo": nn.Linear(intermediate, width), "layernorm": nn.LayerNorm(width, eps=1e-12)})

        def forward(self, x, bias, activation):
            def split(y):
                return y.unflatten(-1, (self.heads, -1)).transpose(1, 2)

            part = self.attention["self"]
            query, key, value = (split(part[name](x)) for name in ("query", "key", "value"))
            scores = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5 + bias
            context = (scores.softmax(-1) @ value).transpose(1, 2).flatten(-2)
            out = self.attention["output"]
            x = out["LayerNorm"](x + out["dense"](context))
            gate, up = self.mlp["gated_layers"](x).chunk(2, dim=-1)
            return self.mlp["layernorm"](x + self.mlp["wo"](activation(gate) * up))

    def __init__(self, vocabulary, width, layers, heads, intermediate, activation):
        super().__init__()
        self.heads = heads
        self.activation = activation
        self.embeddings = nn.ModuleDict({"word_embeddings": nn.Embedding(vocabulary, width), "token_type_embeddings": nn.Embedding(2, width),
                                         "LayerNorm": nn.LayerNorm(width, eps=1e-12)})
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(JinaBert.Layer(width, heads, intermediate) for _ in range(layers))})

    def slopes(self):
        """Of the ALiBi paper: geometric for powers of two, else those of the next one below and every second of the next above."""
        def geometric(n):
            return [2 ** (-8 * (i + 1) / n) for i in range(n)]

        power = 1 << (self.heads.bit_length() - 1)
        return geometric(power) + geometric(2 * power)[0::2][: self.heads - power]

    def forward(self, ids):
        embeddings = self.embeddings
        x = embeddings["LayerNorm"](embeddings["word_embeddings"](ids) + embeddings["token_type_embeddings"](torch.zeros_like(ids)))
        places = torch.arange(ids.shape[1])
        bias = -torch.tensor(self.slopes())[:, None, None] * (places[None, :] - places[:, None]).abs()
        states = [x]
        for layer in self.encoder["layer"]:
            states.append(layer(states[-1], bias, self.activation))
        return states


def nomic(root, tokenizer, texts):
    """The configuration has the names of the checkpoint's own code and those of transformers beside them."""
    size = tokenizer.get_vocab_size()
    config = NomicBertConfig(vocab_size=size, hidden_size=48, num_hidden_layers=2, num_attention_heads=4, intermediate_size=72,
                             max_position_embeddings=POSITIONS)
    Folder(root, "nomic", NomicBertModel(config), 21).save_model(
        activation_function="swiglu", causal=False, layer_norm_epsilon=1e-12, max_trained_positions=POSITIONS, mlp_fc1_bias=False,
        mlp_fc2_bias=False, n_embd=48, n_head=4, n_inner=72, n_layer=2, n_positions=POSITIONS, parallel_block=False, prenorm=False,
        qkv_proj_bias=False, rotary_emb_base=1000, rotary_emb_fraction=1.0, rotary_emb_interleaved=False, rotary_emb_scale_base=None,
        rotary_scaling_factor=None, use_rms_norm=False) \
        .save_tokenizer(tokenizer).modules("mean_tokens", False, 48).expect(texts)


def modernbert(root, _, texts):
    """Four layers, of which two look 6 tokens to either side; the configuration as published ones have it."""
    tokenizer = small_tokenizers.modernbert()
    ids = {f"{name}_token_id": tokenizer.token_to_id(token) for name, token in
           (("pad", "[PAD]"), ("bos", "[CLS]"), ("cls", "[CLS]"), ("eos", "[SEP]"), ("sep", "[SEP]"))}
    config = ModernBertConfig(vocab_size=tokenizer.get_vocab_size(), hidden_size=48, num_hidden_layers=4, num_attention_heads=3, intermediate_size=40,
                              max_position_embeddings=POSITIONS, local_attention=12, global_attn_every_n_layers=3, **ids)
    Folder(root, "modernbert", ModernBertModel(config), 22) \
        .save_model(drop=("layer_types", "rope_parameters"), global_attn_every_n_layers=3, global_rope_theta=160000.0, local_rope_theta=10000.0,
                    layer_norm_eps=1e-5, position_embedding_type="absolute", reference_compile=True) \
        .save_tokenizer(tokenizer, own_texts=True).modules("mean_tokens", True, 48).expect(texts)


def gte(root, tokenizer, texts):
    """As gte-multilingual-base was published: model type `new`, names below a prefix, one token type, XLM-R's tokenizer."""
    base = dict(hidden_size=40, num_hidden_layers=2, num_attention_heads=5, intermediate_size=56, max_position_embeddings=POSITIONS)
    multilingual = small_tokenizers.xlm_roberta()
    published = dict(model_type="new", architectures=["NewModel"], layer_norm_type="layer_norm", logn_attention_clip1=False,
                     logn_attention_scale=False, pack_qkv=True, position_embedding_type="rope", unpad_inputs=False, use_memory_efficient_attention=False)
    folder = Folder(root, "gte", GteModel(GteConfig(
        **base, vocab_size=multilingual.get_vocab_size(), pad_token_id=1, rope_parameters={"rope_type": "default", "rope_theta": 20000.0}), add_pooling_layer=False), 23)
    folder.save_model(prefix="new.").save_tokenizer(multilingual, FAIRSEQ, own_texts=True, tokenizer_class="XLMRobertaTokenizer").modules("cls_token", True, 40).expect(texts)
    folder.config(drop=("rope_parameters",), rope_theta=20000, rope_scaling=None, **published)

    # gte-base-en-v1.5: no token types, and rotary positions scaled from the first token on.
    head, theta, factor = 8, 500000.0, 2.0
    rope = {"rope_type": "linear", "factor": factor ** (2 / head), "rope_theta": theta * factor}
    folder = Folder(root, "gte-ntk", GteModel(GteConfig(**base, vocab_size=tokenizer.get_vocab_size(), pad_token_id=0, type_vocab_size=0, rope_parameters=rope), add_pooling_layer=False), 24)
    folder.save_model().save_tokenizer(tokenizer).modules("mean_tokens", False, 40).expect(texts)
    folder.config(drop=("rope_parameters",), rope_theta=500000, rope_scaling={"factor": 2.0, "type": "ntk"}, **published)


def jina(root, tokenizer, texts):
    """Six heads: not a power of two."""
    model = JinaBert(tokenizer.get_vocab_size(), 48, 2, 6, 64, nn.GELU())
    folder = Folder(root, "jina", model, 25)
    save_bf16({k: v for k, v in model.state_dict().items()}, folder.path)
    folder.config(architectures=["JinaBertForMaskedLM"], attention_probs_dropout_prob=0.1, attn_implementation="torch",
                  auto_map={"AutoModel": "jinaai/jina-bert-implementation--modeling_bert.JinaBertModel"}, emb_pooler="mean", feed_forward_type="geglu",
                  hidden_act="gelu", hidden_size=48, intermediate_size=64, layer_norm_eps=1e-12, max_position_embeddings=POSITIONS, model_type="bert",
                  num_attention_heads=6, num_hidden_layers=2, pad_token_id=0, position_embedding_type="alibi", type_vocab_size=2, use_cache=True,
                  vocab_size=tokenizer.get_vocab_size()) \
        .save_tokenizer(tokenizer).modules("mean_tokens", False, 48).expect_of(model, lambda last: last.mean(0), texts)


def qwen3(root, _, texts):
    """Heads wider than the hidden size asks for, two of queries to one of keys."""
    tokenizer = small_tokenizers.qwen()
    config = Qwen3Config(vocab_size=tokenizer.get_vocab_size(), hidden_size=40, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2, head_dim=18,
                         intermediate_size=56, max_position_embeddings=POSITIONS, tie_word_embeddings=True, pad_token_id=tokenizer.token_to_id("<|endoftext|>"))
    Folder(root, "qwen3", Qwen3Model(config), 26) \
        .save_model(drop=("layer_types", "rope_parameters"), rope_theta=1000000, rope_scaling=None) \
        .save_tokenizer(tokenizer, QWEN, own_texts=True, tokenizer_class="Qwen2Tokenizer", padding_side="left", add_bos_token=False, add_prefix_space=False).modules("lasttoken", True, 40).expect(texts)


def gemma3(root, _, texts):
    """EmbeddingGemma: bidirectional, one head of keys, every third layer looks everywhere."""
    tokenizer = small_tokenizers.gemma()
    config = Gemma3TextConfig(vocab_size=tokenizer.get_vocab_size(), hidden_size=48, num_hidden_layers=4, num_attention_heads=3, num_key_value_heads=1,
                              head_dim=20, query_pre_attn_scalar=24, intermediate_size=40, max_position_embeddings=POSITIONS, sliding_window=12,
                              sliding_window_pattern=3, use_bidirectional_attention=True, pad_token_id=0, bos_token_id=2, eos_token_id=1)
    Folder(root, "gemma3", Gemma3TextModel(config), 27) \
        .save_model(drop=("rope_parameters",), rope_theta=1000000.0, rope_local_base_freq=10000.0, rope_scaling=None, _sliding_window_pattern=3) \
        .save_tokenizer(tokenizer, GEMMA, own_texts=True, tokenizer_class="GemmaTokenizer", add_bos_token=True, add_eos_token=True) \
        .modules("mean_tokens", True, 48).expect(texts)


def main(root, names):
    with open(os.path.join(root, "texts.jsonl"), encoding="ascii") as lines:
        texts = [json.loads(line) for line in lines]
    wordpiece = make_tokenizer(ENGLISH + CHINESE[:60], 320, lowercase=True)
    for make in (nomic, modernbert, gte, jina, qwen3, gemma3):
        if not names or make.__name__ in names:
            make(root, wordpiece, texts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
