#!/usr/bin/env python3
"""Filters the training data, trains the WordPiece vocabulary and turns every text into token ids, once.

    python prepare.py --data ../../../shared/data --work WORK

Writes to WORK: tokenizer.json, corpus.npz (ids, offsets), pairs.npz (set, anchor, positive, groups), texts.npz and dev.json.
"""

import argparse
import collections
import gzip
import json
import pathlib
import random
import re
import time

import numpy as np
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

import sets

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af]")
NO_LETTER = re.compile(r"[\W_]+")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def plain(text):
    """What two texts that differ in case and punctuation alone have in common."""
    return NO_LETTER.sub("", text.lower())


def load_pairs(data, excluded):
    pairs, share_alike = [], []
    with gzip.open(data / "train_pairs.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = line.rstrip("\n").split("\t")
            if row[0] in sets.SHARE_ALIKE:
                share_alike += row[1:]
            elif not any(plain(text) in excluded for text in row[1:3]):
                pairs.append(tuple(row[:3]))
    return pairs, share_alike


def load_corpus(data, share_alike, excluded):
    """The lines of both corpora that don't stand in a ShareAlike set: no window of 32 letters of theirs does."""
    width = 32
    known = set()
    for text in share_alike:
        text = plain(text)
        known.update(hash(text[i:i + width]) for i in range(0, max(1, len(text) - width + 1)))
    kept, dropped = {"en": [], "zh": []}, 0
    for name, language in (("corpus.txt.gz", "en"), ("corpus_zh.txt.gz", "zh")):
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                line = line.strip()
                text = plain(line)
                if text in excluded or any(hash(text[i:i + width]) in known for i in range(0, max(1, len(text) - width + 1), width // 2)):
                    dropped += 1
                elif language == "en" or not re.search("[\u3040-\u30ff]", line):
                    kept[language].append(line)
    print(f"corpus: {len(kept['en'])} English and {len(kept['zh'])} Chinese lines; {dropped} dropped", flush=True)
    return kept


def sampled(pairs, corpus, rng):
    """What the vocabulary is learnt from: pairs by their set's weight, and some lines of the corpus."""
    sample = [text for name, a, b in pairs if rng.random() < min(1, sets.WEIGHTS[name]) for text in (a, b)]
    return sample + rng.sample(corpus["en"], min(120_000, len(corpus["en"]))) + rng.sample(corpus["zh"], min(40_000, len(corpus["zh"])))


def train_tokenizer(sample, corpus, size):
    """English subwords by the WordPiece trainer, and the Chinese characters that are seen often enough."""
    def prepared(model):
        tokenizer = Tokenizer(model)
        tokenizer.normalizer = normalizers.BertNormalizer(clean_text=True, handle_chinese_chars=True, strip_accents=None, lowercase=True)
        tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        return tokenizer

    han = collections.Counter()
    for text in sample:
        han.update(HAN.findall(text))
    for text in corpus["zh"]:
        han.update(HAN.findall(text))
    characters = sorted((c for c, n in han.most_common(4800) if n >= 5), key=lambda c: (-han[c], c))
    learner = prepared(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    trainer = trainers.WordPieceTrainer(
        vocab_size=size - len(characters), min_frequency=3, special_tokens=SPECIALS, limit_alphabet=250, continuing_subword_prefix="##",
        show_progress=False)
    learner.train_from_iterator((HAN.sub(" ", text) for text in sample), trainer)
    pieces = sorted(learner.get_vocab(), key=learner.get_vocab().get)
    pieces = SPECIALS + [p for p in pieces if p not in SPECIALS] + characters
    vocabulary = {piece: i for i, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = prepared(models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.add_special_tokens(SPECIALS)
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    tokenizer.decoder = decoders.WordPiece(prefix="##", cleanup=True)
    print(f"vocabulary: {len(vocabulary)} pieces, {len(characters)} of them Chinese characters", flush=True)
    return tokenizer


def halves(lines, limit, rng):
    """A passage's two halves, which speak of one thing."""
    found = []
    for line in lines:
        parts = [p for p in SENTENCE_END.split(line) if p]
        if len(parts) >= 2 and len(line) >= 40:
            cut = rng.randrange(1, len(parts))
            first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
            if min(len(first), len(second)) >= 15:
                found.append((first, second))
    rng.shuffle(found)
    return found[:limit]


def development(pairs, rng):
    """Splits off pairs to choose by, and drops what else holds one of their texts from training."""
    by_set = collections.defaultdict(list)
    for pair in pairs:
        if pair[0] in sets.DEVELOPMENT:
            by_set[pair[0]].append(pair)
    groups, held = collections.defaultdict(list), set()
    for name, (count, group) in sets.DEVELOPMENT.items():
        for pair in rng.sample(by_set[name], count):
            groups[group].append(pair[1:])
            held.update(map(plain, pair[1:]))
    training = [p for p in pairs if plain(p[1]) not in held and plain(p[2]) not in held]
    print(f"pairs: {len(training)} to train on, {sum(map(len, groups.values()))} to choose by", flush=True)
    return training, groups


class Groups:
    """Union-find over texts: those that pairs of one set connect."""

    def __init__(self):
        self.parent = {}

    def find(self, x):
        self.parent.setdefault(x, x)
        while self.parent[x] != x:
            self.parent[x] = self.parent[self.parent[x]]
            x = self.parent[x]
        return x

    def join(self, a, b):
        self.parent[self.find(a)] = self.find(b)


def encode(tokenizer, texts, limit):
    """Token ids of all texts end to end, without [CLS] and [SEP], each cut at LIMIT, and where each begins."""
    ids, lengths = [], []
    for start in range(0, len(texts), 20_000):
        for e in tokenizer.encode_batch_fast(texts[start:start + 20_000], add_special_tokens=False):
            ids.append(np.asarray(e.ids[:limit], dtype=np.uint16))
            lengths.append(len(ids[-1]))
    return np.concatenate(ids), np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=PROJECT.parent / "shared" / "data")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--vocabulary", type=int, default=24_000)
    parser.add_argument("--tokenizer", type=pathlib.Path, help="this tokenizer.json instead of a vocabulary trained anew")
    parser.add_argument("--seed", type=int, default=20260101)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    rng = random.Random(arguments.seed)
    started = time.time()

    excluded = set()
    for file, field in ((PROJECT / "examples/faq.jsonl", "text"), (PROJECT / "cli/src/test/resources/faq-questions.jsonl", "question")):
        excluded.update(plain(json.loads(line)[field]) for line in file.read_text(encoding="utf-8").splitlines())
    pairs, share_alike = load_pairs(arguments.data, excluded)
    corpus = load_corpus(arguments.data, share_alike, excluded)
    print(f"read, {time.time() - started:.0f} s", flush=True)

    sample = sampled(pairs, corpus, rng)  # drawn even where it isn't used: the pairs to choose by are drawn after it
    tokenizer = Tokenizer.from_file(str(arguments.tokenizer)) if arguments.tokenizer else train_tokenizer(sample, corpus, arguments.vocabulary)
    tokenizer.save(str(arguments.work / "tokenizer.json"))
    print(f"vocabulary, {time.time() - started:.0f} s", flush=True)

    pairs, groups = development(pairs, rng)
    (arguments.work / "dev.json").write_text(json.dumps(groups, ensure_ascii=False), encoding="utf-8")
    pairs += [("halves_en", a, b) for a, b in halves(corpus["en"], 80_000, rng)]
    pairs += [("halves_zh", a, b) for a, b in halves(corpus["zh"], 40_000, rng)]

    names = sorted({p[0] for p in pairs})
    number = {}
    for _, a, b in pairs:
        number.setdefault(a, len(number))
        number.setdefault(b, len(number))
    connected = Groups()
    for name, a, b in pairs:
        if name in sets.CHAINED:
            connected.join(number[a], number[b])
    anchor = np.array([number[a] for _, a, _ in pairs], dtype=np.int32)
    positive = np.array([number[b] for _, _, b in pairs], dtype=np.int32)
    group = np.array([connected.find(number[a]) if name in sets.CHAINED else -1 for name, a, _ in pairs], dtype=np.int32)
    np.savez(arguments.work / "pairs.npz", names=np.array(names), set=np.array([names.index(p[0]) for p in pairs], dtype=np.int16),
             anchor=anchor, positive=positive, group=group)
    ids, offsets = encode(tokenizer, list(number), 254)
    np.savez(arguments.work / "texts.npz", ids=ids, offsets=offsets)
    print(f"{len(pairs)} pairs of {len(number)} texts, {len(ids)} tokens, {time.time() - started:.0f} s", flush=True)
    ids, offsets = encode(tokenizer, corpus["en"] + corpus["zh"], 512)
    np.savez(arguments.work / "corpus.npz", ids=ids, offsets=offsets)
    print(f"corpus of {len(ids)} tokens, {time.time() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
