"""Small tokenizers of the kinds that published models have, each in its own arrangement.

Trained on a few sentences, so that texts of any script fall into pieces of all lengths, bytes or unknown
tokens. Nothing in it is left to chance: byte pairs are counted in the library's trainer, whose ties go by
id where every byte is in the vocabulary beforehand, and SentencePiece runs in one thread.

    bert()                   WordPiece, [CLS] A [SEP]
    mpnet()                  the same with fairseq's special tokens around BERT's vocabulary, <s> A </s>
    roberta()                byte-level pairs, <s> A </s>
    modernbert()             byte-level pairs after NFC, runs of spaces as added tokens, [CLS] A [SEP]
    qwen()                   byte-level pairs after NFC, split by Qwen's expression, A <|endoftext|>
    gemma()                  pairs of characters, unknown ones as bytes, spaces as marks, <bos> A <eos>
    xlm_roberta()            Unigram after a character map, fairseq's order of special tokens
    camembert()              the same with CamemBERT's unused tokens
    t5(sentinels)            Unigram after a character map, A </s>, sentinels at the end
    t5(0, byte_pieces=True)  mT5's: pieces for bytes, which nothing leads to
"""

import io
import json
import os
import tempfile
import unicodedata

import sentencepiece
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

from make_golden_models import CHINESE, ENGLISH, SPECIALS, make_tokenizer
from transformers.convert_slow_tokenizer import import_protobuf

MARK = "\u2581"
OTHERS = (
    "Le chat est assis près de la fenêtre pendant qu'il pleut. Où puis-je réinitialiser mon mot de passe ? "
    "Die Rechnung wird am ersten Werktag des Monats verschickt. Größe und Maß sind angegeben. "
    "¿Qué es el PVC? Es un plástico muy común. Кошка сидит на тёплом окне. Что такое пластик? "
    "プラスチックは広く使われる素材です。ベクトルは文の意味を表します。 플라스틱은 널리 쓰이는 재료입니다. "
    "البلاستيك مادة شائعة الاستعمال. प्लास्टिक एक सामान्य पदार्थ है। 🙂 👍 🎉"
)
QWEN_WORDS = r"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""

# What a tokenizer of one of these kinds may trip over, beside the texts that all models are compared on.
TEXTS = [
    "  two  spaces  before,  between  and after  ", "trailing space ", " leading space", "\u00a0no\u00a0break\u2003em\u3000ideographic\u2028line",
    "a\r\n\r\n  b\t\tc\n   \n", "<s> <pad> </s> <unk> <mask>", "a<mask> b  <mask>c <MASK>", "cat <pad> sat <pad>", "<extra_id_0> and <extra_id_9><extra_id_99>",
    "<|endoftext|>x<|im_start|> y", "<bos>cat<eos> <0x41> <0xE2><0x96>", f"{MARK}cat {MARK} sat{MARK}{MARK}", "[CLS]cat[SEP] [MASK][PAD]",
    "😀😁 🙂🙂👍", "\u1112\u1161\u11ab ﬃ ㎏ ① ｱｶﾞ ½", "e\u0301\u0302 e\u0301e\u0301 \u212b", "don't I'LL we'Ve 'Tis", "1234 5 67.8e-9", "\u0001\u200b\ufeff\u200d \ufffd",
    "  " * 40 + "far in", "fenêtre Größe Кошка 플라스틱은 البلاستيك प्लास्टिक プラスチック",
]


def sentences():
    text = ENGLISH + OTHERS
    for end in ".?!。？।":
        text = text.replace(end + " ", end + "\n")
    return [line.strip() for line in (text + "\n" + CHINESE.replace("。", "。\n").replace("？", "？\n")).split("\n") if line.strip()]


def roles(first, last, pad, unk, mask=None, names="bos eos cls sep"):
    """The keys of tokenizer_config.json that name special tokens, as published ones have them."""
    named = {**dict(zip(names.split(), (first, last) * 2)), "pad": pad, "unk": unk}
    keys = {f"{role}_token": token for role, token in named.items() if token}
    if mask:
        flags = {"lstrip": mask[0] == "<", "normalized": False, "rstrip": False, "single_word": False}
        keys["mask_token"] = {"__type": "AddedToken", "content": mask, **flags} if flags["lstrip"] else mask
    return keys


BERT = roles("[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]", "- - cls sep")
FAIRSEQ = roles("<s>", "</s>", "<pad>", "<unk>", "<mask>")
MPNET = {**FAIRSEQ, "unk_token": "[UNK]"}
T5 = roles(None, "</s>", "<pad>", "<unk>", None, "- eos")
QWEN = {"eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>"}
GEMMA = roles("<bos>", "<eos>", "<pad>", "<unk>", "<mask>", "bos eos")


def special(content, **flags):
    return AddedToken(content, special=True, **{"normalized": False, **flags})


def train_pairs(tokenizer, alphabet, merges):
    """Vocabulary and merges on what the tokenizer's normalizer and splitter make of the sentences."""
    trainer = trainers.BpeTrainer(vocab_size=len(alphabet) + merges, initial_alphabet=sorted(alphabet), show_progress=False)
    tokenizer.train_from_iterator(sentences(), trainer)
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.model.save(folder)
        with open(os.path.join(folder, "merges.txt"), encoding="utf-8") as lines:
            return [tuple(line.rstrip("\n").split(" ")) for line in lines if not line.startswith("#version")]


def pairs(first, alphabet, last, merges, **options):
    """A model with these tokens at the start and at the end of its vocabulary."""
    tokens = [*first, *sorted(alphabet), *("".join(pair) for pair in merges), *last]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    return models.BPE(vocab=vocabulary, merges=merges, **options)


def byte_level(first, last, normalizer=None, splitter=None):
    tokenizer = Tokenizer(models.BPE())
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = splitter or pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    tokenizer.model = pairs(first, alphabet, last, train_pairs(tokenizer, alphabet, 140))
    return tokenizer


def bert():
    return make_tokenizer(ENGLISH[:400] + CHINESE[:30], 200, lowercase=True)


def mpnet():
    vocabulary = bert().get_vocab()
    pieces = sorted((piece for piece in vocabulary if piece not in SPECIALS), key=vocabulary.get)
    specials = ["<s>", "<pad>", "</s>", "<unk>", "[UNK]"]
    tokenizer = Tokenizer(models.WordPiece({t: i for i, t in enumerate(specials + pieces + ["<mask>"])}, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece(prefix="##")
    tokenizer.add_special_tokens([special(t) for t in specials] + [special("<mask>", lstrip=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return tokenizer


def roberta():
    tokenizer = byte_level(["<s>", "<pad>", "</s>", "<unk>"], ["<mask>"])
    tokenizer.add_special_tokens([special(t, normalized=True) for t in ("<s>", "<pad>", "</s>", "<unk>")] + [special("<mask>", lstrip=True)])
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), True, False)
    return tokenizer


def modernbert():
    tokenizer = byte_level([], [], normalizers.NFC())
    tokenizer.add_tokens([AddedToken(" " * n, normalized=True) for n in range(12, 1, -1)])
    tokenizer.add_special_tokens([special(t) for t in ("[UNK]", "[CLS]", "[SEP]", "[PAD]")] + [special("[MASK]", lstrip=True)])
    ids = [(t, tokenizer.token_to_id(t)) for t in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=ids)
    return tokenizer


def qwen():
    splitter = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(QWEN_WORDS), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer = byte_level([], [], normalizers.NFC(), splitter)
    tokenizer.add_special_tokens([special(t) for t in ("<|endoftext|>", "<|im_start|>", "<|im_end|>")])
    tokenizer.add_tokens([AddedToken("<think>", normalized=False)])
    end = [("<|endoftext|>", tokenizer.token_to_id("<|endoftext|>"))]
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(add_prefix_space=False, trim_offsets=False, use_regex=False),
        processors.TemplateProcessing(single="$A <|endoftext|>", pair="$A <|endoftext|> $B:1 <|endoftext|>:1", special_tokens=end)])
    return tokenizer


def gemma():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Replace(" ", MARK)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.decoder = decoders.Sequence([decoders.Replace(MARK, " "), decoders.ByteFallback(), decoders.Fuse()])
    specials = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]
    # Chinese and Japanese characters are left to their bytes.
    alphabet = {c for c in MARK + "".join(sentences()).replace(" ", "") if c < "\u3000"}
    merges = [pair for pair in train_pairs(tokenizer, alphabet, 260) if set("".join(pair)) <= alphabet]
    tokenizer.model = pairs(specials + [f"<0x{b:02X}>" for b in range(256)], alphabet, [], merges, byte_fallback=True, unk_token="<unk>", fuse_unk=True)
    tokenizer.add_special_tokens([special(t) for t in specials])
    tokenizer.post_processor = processors.TemplateProcessing(single="<bos> $A <eos>", pair="<bos> $A <eos> <bos>:1 $B:1 <eos>:1", special_tokens=[("<bos>", 2), ("<eos>", 1)])
    return tokenizer


def character_map():
    """Rules in SentencePiece's form: a part of nmt_nfkc that keeps files small."""
    rules = {"\t": " ", "\n": " ", "\r": " ", "\u200b": " ", "\u200e": " ", "\u2028": " ", "\ufeff": " ", "\ufffd": " ", "\u00ad": "", "\u0001": "", "\u007f": ""}
    compatible = [*range(0xA0, 0x100), *range(0x2000, 0x200B), *range(0x2460, 0x2470), *range(0x3300, 0x3358), *range(0xFB00, 0xFB07), *range(0xFF01, 0xFFA0), 0x3000, 0x2026, 0x2122, 0x212B, 0x338F]
    for text in map(chr, compatible):
        rules.setdefault(text, unicodedata.normalize("NFKC", text))
    for code in [*range(0xC0, 0x180), *range(0x1EA0, 0x1EFA), *range(0x30AC, 0x30FA), *range(0x400, 0x460), *range(0xAC00, 0xAC20)]:
        rules.setdefault(unicodedata.normalize("NFD", chr(code)), unicodedata.normalize("NFKC", chr(code)))
    return {source: target for source, target in rules.items() if source != target}


def hexadecimal(text):
    return " ".join(f"{ord(c):X}" for c in text)


def sentencepiece_model(size=330):
    with tempfile.TemporaryDirectory() as folder:
        rules = os.path.join(folder, "rules.tsv")
        with open(rules, "w", encoding="ascii") as out:
            out.writelines(f"{hexadecimal(source)}\t{hexadecimal(target)}\n" for source, target in sorted(character_map().items()))
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(sentences()), model_writer=model, vocab_size=size, character_coverage=0.98, num_threads=1,
            normalization_rule_tsv=rules, hard_vocab_limit=False, minloglevel=2)
    proto = import_protobuf().ModelProto()
    proto.ParseFromString(model.getvalue())
    return [(p.piece, float(f"{p.score:.6g}")) for p in proto.pieces[3:]], proto.normalizer_spec.precompiled_charsmap


def unigram(first, last, unknown, size=330):
    pieces, charsmap = sentencepiece_model(size)
    tokenizer = Tokenizer(models.Unigram([(t, 0.0) for t in first] + pieces + [(t, 0.0) for t in last], unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Precompiled(charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(MARK, "always")])
    tokenizer.decoder = decoders.Metaspace(MARK, "always")
    return tokenizer


def fairseq(first):
    tokenizer = unigram(first, ["<mask>"], 3)
    tokenizer.add_special_tokens([special(t) for t in ("<s>", "<pad>", "</s>", "<unk>")] + [special("<mask>", lstrip=True)])
    ids = [(t, tokenizer.token_to_id(t)) for t in ("<s>", "</s>")]
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=ids)
    return tokenizer


def xlm_roberta():
    return fairseq(["<s>", "<pad>", "</s>", "<unk>"])


def camembert():
    return fairseq(["<s>NOTUSED", "<pad>", "</s>NOTUSED", "<unk>", "<unk>NOTUSED"])


def t5(sentinels, byte_pieces=False):
    bytes_first = [f"<0x{b:02X}>" for b in range(256)] if byte_pieces else []
    names = [f"<extra_id_{i}>" for i in range(sentinels - 1, -1, -1)]
    tokenizer = unigram(["<pad>", "</s>", "<unk>", *bytes_first], names, 2)
    tokenizer.add_special_tokens([special(t) for t in ("<pad>", "</s>", "<unk>", *names)])
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    return tokenizer


def write_texts(folder):
    with open(os.path.join(folder, "texts.jsonl"), "w", encoding="ascii", newline="\n") as out:
        out.writelines(json.dumps(text) + "\n" for text in TEXTS)


def write_ids(folder, encode, texts):
    """`encode` gives the ids that a model gets of a text."""
    with open(os.path.join(folder, "ids.jsonl"), "w", encoding="ascii", newline="\n") as out:
        out.writelines(json.dumps(encode(text), separators=(",", ":")) + "\n" for text in texts)
