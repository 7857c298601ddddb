#!/usr/bin/env python3
"""Makes the small models in engine/src/test/resources/golden and what the reference says of them.

    python make_golden_models.py ../src/test/resources/golden

Needs torch, transformers and sentence-transformers; written with 2.13, 5.18 and 6.0.1. The models
are BERT in the shapes and folder layouts of published families, with random weights that are spread
widely enough for a mistake to show: the default spread makes all texts nearly alike. Each folder
gets `expected.safetensors`:

    embeddings          [texts][dimension]  encode(texts), one text at a time, in fp32
    prompted            the same with the prompt named "query", where the model has prompts
    stage.0 .. stage.n  [tokens][hidden]    hidden states of one text after each layer

Texts are in texts.jsonl, one JSON string a line; STAGE_TEXT is the one that the stages are of.
"""

import collections
import json
import os
import random
import shutil
import sys

import torch
from safetensors.torch import load_file, save_file
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel

STAGE_TEXT = 5
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
PACKAGE = "sentence_transformers.models."

ENGLISH = (
    "Polyvinyl chloride is a commonly used plastic. What is PVC? Pipes, cables and window frames are made of it. "
    "The encoder turns a sentence into a vector, and similar sentences get similar vectors. "
    "A cat sat on the warm windowsill while the rain kept falling. How do I reset my password? "
    "Invoices are sent on the first working day of each month. The train to Lisbon leaves at 7:45 from platform 9. "
    "Don't forget to water the plants; they've been dry since Tuesday. Prices rose by 3.5% in 2024, didn't they? "
    "Version 2.0 removes the deprecated interface. See https://example.org/docs?id=42 for details (or ask). "
    "She sells naive melodies at the cafe near the old bridge. Researchers measured throughput in tokens per second."
)
CHINESE = (
    "聚氯乙烯是一种常用的塑料。什么是PVC？管道、电缆和窗框都用它制成。编码器把句子变成向量，相似的句子得到相似的向量。"
    "如何重置我的密码？发票在每月的第一个工作日寄出。开往北京的火车七点四十五分从九号站台出发。"
    "别忘了给植物浇水，自从星期二以来它们一直很干。今年价格上涨了百分之三点五。猫坐在温暖的窗台上。"
)


def texts():
    rng = random.Random(20260101)
    words = ENGLISH.split()
    out = [
        "", " ", "\t\n  \r\n", "PVC", "What is PVC?", "Polyvinyl chloride is a commonly used plastic.",
        "聚氯乙烯是一种常用的塑料。", "PVC 是什么?", "什么是PVC？", "café naïve résumé Ångström", "cafe\u0301 nai\u0308ve",
        "ΣΑΣ σας Straße ẞ İi ıI", "한국어 문장입니다", "日本語のテキスト ｶﾀｶﾅ", "Привет, мир! Ёлка", "שלום עולם", "مرحبا بالعالم",
        "नमस्ते दुनिया", "สวัสดีชาวโลก", "👩‍👩‍👧‍👦 🇩🇪 👍🏽 emoji", "𝒜𝓁𝓅𝒽𝒶 𠀀𠀁", "a\u0000b\u0007c\u200bd\ufeffe\u00adf", "\ufffd\ufffd", "\u0301", "\u200b\u200b",
        "[CLS] literal [SEP] tokens [MASK] here [PAD]", "[mask] [Mask] [MASK]x x[MASK]", "[[UNK]]", "##ing ##", "don't can't I'LL we've",
        "x = foo(bar, baz[0]) * 3.14e-10; // comment", "if (a<b && c>=d) { return !e; }", "user@example.org https://example.org/a?b=c#d", "C:\\Users\\me\\file.txt",
        "1234567890", "1,234.56 € £9.99 $5 ¥100", "a" * 100, "a" * 101, "é" * 100, "𠀀" * 101, "supercalifragilisticexpialidocious",
        "!!! ??? ... --- ***", "“quotes” ‘single’ «guillemets» —dash– …", "ALL CAPS SHOUTING", "MiXeD cAsE", "tab\tseparated\tvalues", "line\nbreak\nline",
        "ﬁ ligature ﬂ ½ ² №", "ＦＵＬＬ　ｗｉｄｔｈ", "e\u0301\u0302\u0303 stacked", "\u0378 unassigned \ue000 private",
    ]
    for length in (2, 3, 5, 8, 12, 16, 17, 20, 31, 33, 48, 63, 65, 90):
        out.append(" ".join(rng.choice(words) for _ in range(length)))
    out.append(" ".join(rng.choice(words) for _ in range(600)))
    out.append("".join(rng.choice(CHINESE) for _ in range(600)))
    return out


def make_tokenizer(corpus, size, lowercase):
    """A WordPiece vocabulary of a text's characters and its most frequent longer pieces.

    Not trained by the library, whose trainer breaks ties by hash order: the files must come out the
    same every time.
    """
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=lowercase)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words = [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(corpus))]
    pieces = {prefix + c for word in words for c in word for prefix in ("", "##")}
    gain = collections.Counter()
    for word in words:
        for length in range(2, len(word) + 1):
            gain[word[:length]] += length
        for length in range(2, min(5, len(word))):
            gain["##" + word[-length:]] += length
    best = sorted(gain, key=lambda piece: (-gain[piece], piece))
    pieces.update(best[: max(0, size - len(pieces) - len(SPECIALS))])
    vocabulary = {piece: i for i, piece in enumerate(SPECIALS + sorted(pieces))}
    tokenizer.model = models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100)
    tokenizer.add_special_tokens(SPECIALS)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0", pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])])
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    return tokenizer


def telling_weights(model, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, p in model.named_parameters():
            noise = torch.randn(p.shape, generator=generator)
            if name.endswith("LayerNorm.weight"):
                p.copy_(1 + 0.1 * noise)
            elif name.endswith("bias"):
                p.copy_(0.1 * noise)
            elif "embeddings" in name:
                p.copy_(0.5 * noise)
            else:
                p.copy_(1.2 / p.shape[1] ** 0.5 * noise)


def write_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        json.dump(value, out, ensure_ascii=False, indent=1)
        out.write("\n")


class Model:
    """A folder in the making; the layout is written by hand where an old version's is wanted."""

    def __init__(self, root, name, tokenizer, seed, **config):
        self.path = os.path.join(root, name)
        shutil.rmtree(self.path, ignore_errors=True)
        os.makedirs(self.path)
        self.config = BertConfig(vocab_size=tokenizer.get_vocab_size(), **config)
        model = BertModel(self.config, add_pooling_layer=False)
        telling_weights(model, seed)
        self.config.architectures = ["BertModel"]
        self.config.save_pretrained(self.path)
        self.weights = {k: v.contiguous() for k, v in model.state_dict().items() if "position_ids" not in k}
        self.tokenizer = tokenizer

    def json(self, name, value):
        write_json(os.path.join(self.path, name), value)
        return self

    def save_tokenizer(self, as_vocab_txt=False, **config):
        if as_vocab_txt:
            vocabulary = sorted(self.tokenizer.get_vocab().items(), key=lambda item: item[1])
            with open(os.path.join(self.path, "vocab.txt"), "w", encoding="utf-8", newline="\n") as out:
                out.writelines(piece + "\n" for piece, _ in vocabulary)
        else:
            self.tokenizer.save(os.path.join(self.path, "tokenizer.json"), pretty=False)
        return self.json("tokenizer_config.json", {"tokenizer_class": "BertTokenizer", **config})

    def save_weights(self, dtype=torch.float32, prefix="", tensorflow_names=False, shards=1, extras=()):
        def rename(name):
            if tensorflow_names and "LayerNorm" in name:
                name = name.replace("weight", "gamma").replace("bias", "beta")
            return prefix + name

        weights = {rename(k): v.to(dtype) for k, v in self.weights.items()}
        weights.update({prefix + k: v for k, v in extras})
        if shards == 1:
            save_file(weights, os.path.join(self.path, "model.safetensors"), {"format": "pt"})
            return self
        names = sorted(weights)
        weight_map = {}
        for i in range(shards):
            part = names[i::shards]
            file = f"model-{i + 1:05d}-of-{shards:05d}.safetensors"
            save_file({n: weights[n] for n in part}, os.path.join(self.path, file), {"format": "pt"})
            weight_map.update({n: file for n in part})
        total = sum(v.numel() * v.element_size() for v in weights.values())
        return self.json("model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": weight_map})

    def modules(self, pooling, normalize, package=PACKAGE):
        entries = [("", package + "Transformer"), ("1_Pooling", package + "Pooling")]
        if normalize:
            entries.append(("2_Normalize", package + "Normalize"))
        self.json("1_Pooling/config.json", pooling)
        return self.json("modules.json", [{"idx": i, "name": str(i), "path": p, "type": t} for i, (p, t) in enumerate(entries)])

    def resave(self):
        """Replaces the folder by what the installed sentence-transformers saves."""
        loaded = self.load()
        shutil.rmtree(self.path)
        loaded.save_pretrained(self.path)
        os.remove(os.path.join(self.path, "README.md"))
        return self

    def load(self):
        torch.manual_seed(0)  # for the pooler that transformers adds where there is none
        return SentenceTransformer(self.path, device="cpu", model_kwargs={"dtype": torch.float32})

    def expect(self, texts, prompts=False):
        reference = self.load()
        expected = {"embeddings": reference.encode(texts, batch_size=1, convert_to_tensor=True)}
        if prompts:
            expected["prompted"] = reference.encode(texts, batch_size=1, prompt_name="query", convert_to_tensor=True)
        transformer = reference[0]
        features = transformer.tokenizer(texts[STAGE_TEXT], return_tensors="pt")
        with torch.no_grad():
            states = transformer.model(**features, output_hidden_states=True).hidden_states
        expected.update({f"stage.{i}": state[0].contiguous() for i, state in enumerate(states)})
        save_file(expected, os.path.join(self.path, "expected.safetensors"))
        norms = expected["embeddings"].norm(dim=1)
        print(f"{os.path.basename(self.path):12} {tuple(expected['embeddings'].shape)} max {reference.max_seq_length}, norms {norms.min():.3f} to {norms.max():.3f}")


def main(root):
    os.makedirs(root, exist_ok=True)
    all_texts = texts()
    with open(os.path.join(root, "texts.jsonl"), "w", encoding="ascii", newline="\n") as out:
        out.writelines(json.dumps(text) + "\n" for text in all_texts)
    uncased = make_tokenizer(ENGLISH + CHINESE[:60], 500, lowercase=True)
    cased = make_tokenizer(ENGLISH, 400, lowercase=False)
    chinese = make_tokenizer(CHINESE + " PVC what is", 320, lowercase=True)
    small = dict(max_position_embeddings=160)

    # As sentence-transformers 6 saves it.
    Model(root, "minilm", uncased, 1, hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=96, **small) \
        .save_tokenizer(do_lower_case=True, model_max_length=128).save_weights() \
        .json("sentence_bert_config.json", {"max_seq_length": 128, "do_lower_case": False}) \
        .modules({"word_embedding_dimension": 48, "pooling_mode_mean_tokens": True}, normalize=True).resave().expect(all_texts)

    # As version 2.2 saved bge: first token, prompts that later versions look for, lowercasing asked for twice.
    Model(root, "bge", uncased, 2, hidden_size=64, num_hidden_layers=4, num_attention_heads=2, intermediate_size=128, **small) \
        .save_tokenizer(do_lower_case=True, strip_accents=None, model_max_length=512) \
        .save_weights(extras=[("embeddings.position_ids", torch.arange(160)[None]), ("pooler.dense.weight", torch.zeros(64, 64)), ("pooler.dense.bias", torch.zeros(64))]) \
        .json("sentence_bert_config.json", {"max_seq_length": 128, "do_lower_case": True}) \
        .json("config_sentence_transformers.json", {"__version__": {"sentence_transformers": "2.2.2", "transformers": "4.28.1", "pytorch": "1.13.0"},
                                                     "prompts": {"query": "What is this: ", "passage": ""}}) \
        .modules({"word_embedding_dimension": 64, "pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False,
                  "pooling_mode_max_tokens": False, "pooling_mode_mean_sqrt_len_tokens": False}, normalize=True).expect(all_texts, prompts=True)

    # text2vec: vocab.txt, a pooling configuration of two keys, vectors of any length.
    Model(root, "text2vec", chinese, 3, hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64, **small) \
        .save_tokenizer(as_vocab_txt=True, do_lower_case=True, model_max_length=512).save_weights() \
        .json("sentence_bert_config.json", {"max_seq_length": 100, "do_lower_case": False}) \
        .modules({"word_embedding_dimension": 32, "pooling_mode_mean_tokens": True}, normalize=False).expect(all_texts)

    # Sizes that fill no vector register, another activation, several pooling modes put end to end.
    Model(root, "odd", cased, 4, hidden_size=60, num_hidden_layers=2, num_attention_heads=5, intermediate_size=100, hidden_act="relu", layer_norm_eps=1e-5, **small) \
        .save_tokenizer(do_lower_case=False).save_weights() \
        .json("sentence_bert_config.json", {"max_seq_length": None, "do_lower_case": False}) \
        .modules({"word_embedding_dimension": 60, **{f"pooling_mode_{mode}": True for mode in (
            "cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")}}, normalize=True).expect(all_texts)

    # bf16, names as in a TensorFlow checkpoint below a prefix, the new form of the pooling configuration.
    Model(root, "bf16", uncased, 5, hidden_size=48, num_hidden_layers=2, num_attention_heads=3, intermediate_size=80, hidden_act="gelu_new", **small) \
        .save_tokenizer(do_lower_case=True, model_max_length=96).save_weights(torch.bfloat16, prefix="bert.", tensorflow_names=True) \
        .json("sentence_bert_config.json", {"transformer_task": "feature-extraction", "module_output_name": "token_embeddings",
                                            "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}}}) \
        .modules({"embedding_dimension": 48, "pooling_mode": "weightedmean", "include_prompt": True}, normalize=True).expect(all_texts)

    # f16 in three shards; a prompt by default, whose tokens are not pooled.
    Model(root, "f16-shards", uncased, 6, hidden_size=40, num_hidden_layers=2, num_attention_heads=2, intermediate_size=72, hidden_act="silu", **small) \
        .save_tokenizer(do_lower_case=True, model_max_length=1000000000000000019884624838656).save_weights(torch.float16, shards=3) \
        .json("sentence_bert_config.json", {"max_seq_length": 64, "do_lower_case": False}) \
        .json("config_sentence_transformers.json", {"prompts": {"query": "How do I find: ", "document": "See for details "}, "default_prompt_name": "document", "similarity_fn_name": "dot"}) \
        .modules({"embedding_dimension": 40, "pooling_mode": ["mean_sqrt_len_tokens", "cls"], "include_prompt": False}, normalize=False).expect(all_texts, prompts=True)

    # A plain folder: mean pooling, as long as there are positions.
    Model(root, "plain", cased, 7, hidden_size=32, num_hidden_layers=2, num_attention_heads=1, intermediate_size=48, max_position_embeddings=72) \
        .save_tokenizer(do_lower_case=False).save_weights().expect(all_texts)


if __name__ == "__main__":
    main(sys.argv[1])
