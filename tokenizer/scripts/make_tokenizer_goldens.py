#!/usr/bin/env python3
"""Writes what the reference tokenizers library makes of a large generated corpus.

    python make_tokenizer_goldens.py ../src/test/resources/reference
    python make_tokenizer_goldens.py ../src/test/resources/reference --line 4711

The corpus itself is not stored: `corpus.json` is a recipe that this script and the test
(`ReferenceCorpus`) both follow, with the same small random generator. Stored are the vocabularies
that were trained on it (never the same twice, so they are kept unless deleted), the settings of the variants, and `expected.bin.gz`: for each line 32 bits
that depend on the ids of all variants, followed by 16 bits a line that depend on all offsets (0
where the offsets are not compared, see `reordered`). With --line the reference's ids are printed
instead, for whoever looks for a difference.

Needs the `tokenizers` package (written with 0.23.2) and takes a few minutes.
"""

import gzip
import json
import pathlib
import re
import struct
import sys
import unicodedata

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers

MASK64 = (1 << 64) - 1
MASK32 = (1 << 32) - 1
SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

# name: vocabulary, clean_text, handle_chinese_chars, strip_accents, lowercase
VARIANTS = {
    "uncased": ("uncased", True, True, None, True),
    "uncased-whole-chinese": ("uncased", True, False, None, True),
    "cased": ("cased", True, True, None, False),
    "cased-stripped": ("cased", True, True, True, False),
    "uncased-accents": ("cased", True, True, False, True),
    "unclean": ("cased", False, False, True, True),
    "chinese": ("chinese", True, True, None, True),
}

WORDS = {
    "english": """the a of pod volume claim claims storage persistent question answer server client
        request deploy restarting unhappiness network cache caching index indexes vector embedding
        sentence sentences similar similarity retrieval ranked running ran runner quickly never
        tomorrow yesterday bread window weather railway harbour lantern whistle thunderstorm
        don't can't it's we've they're I'm state-of-the-art e-mail coöperate naïve café résumé
        Schrödinger's 3rd 42 1,000.50 10% $99 #1 @home C++ .NET a/b x=y+z""",
    "german": "Straße Häuser Übergrößenträger Fußgängerüberweg Donau Mädchen schön Äpfel weiß GROẞ",
    "romance": "garçon élève œuvre où çà Noël niño mañana corazón coração pão città perché l'été à",
    "slavic": "žluťoučký kůň příliš zażółć gęślą jaźń Łódź đak čaša вода книга ёлка йод Щука їжак",
    "turkic": "İstanbul Iğdır ışık şarkı çocuk ağaç Öğretmen DİYARBAKIR ılık əlifba Ңәр",
    "vietnamese": "Việt Nam tiếng Việt đường phố Nguyễn ngữ ưu ước Hà Nội ể ỗ ặ",
    "greek": "ΣΊΣΥΦΟΣ Οδυσσέας θάλασσα άνθρωπος ΆΈΉΊΌΎΏ ᾳ ᾼ ᾧ ΐ ΰ ς σ Σ",
    "semitic": "שָׁלוֹם עולם בְּרֵאשִׁית مرحبا بالعالم كِتَابٌ ﷺ ﻻ مُحَمَّد ۱۲۳ ـــ",
    "indic": "नमस्ते दुनिया हिन्दी क़िला বাংলা தமிழ் తెలుగు ಕನ್ನಡ മലയാളം ไทย สวัสดีครับ ລາວ བོད་ မြန်မာ ខ្មែរ",
    "korean": "안녕하세요 세계 한국어 꽃 값 닭 뷁 ㄱㄴㄷ 각",
    "japanese": "こんにちは 世界 ガギグ ﾊﾝｶｸ がぎぐ カタカナ 日本語 、 。 「 」 ー 々 〆",
    "chinese": """持久 卷 声明 是 什么 存储 如何 重启 服务器 问题 回答 的 了 和 在 有 我 你 他 们 这 那 向量 句子
        相似 天气 很好 ， 。 ？ ！ 《 》 “ ” 一二三 １２３ ＡＢＣ 漢字 龍 龜 㐀 𠀀 𪜀 𫝀 𫠠 𬺰 豈 﨑 丽""",
    "code": """public static void main(String[] args) { } ; for (int i = 0; i < n; i++) foo_bar fooBar
        snake_case kebab-case __init__ self.x -> => != == && || // /* */ <html> </div> &amp; \\n \\t
        0xFF 1e-5 /usr/bin/env #!/bin/sh $PATH ${HOME} {{x}} a[0] *p &q ~x ^y |z `ls` "quoted" 'q'
        SELECT * FROM t WHERE id='1'; https://example.org/a?b=c&d=%20#e user@example.org""",
    "literals": """[CLS] [SEP] [MASK] [UNK] [PAD] [cls] [SEP]] [[SEP] [ SEP ] [SEP [MASK]x x[MASK] ##ing ##
        # <s> </s> <mask> <|endoftext|> [unused1]""",
    "emoji": """😀 👍🏽 👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 🇨🇳 ❤️ ☕ 1️⃣ #️⃣ 🧑🏿‍🚀 ✔ ™ © ® € £ × ÷ ± ° § ¶ • … – — ‘ ’ “ ” « » ¿ ¡ ½ Ⅷ ① ﬁ ﬀ ǆ""",
}

SYLLABLES = """ka to mi ru ne so la vi er in un re pre anti ing ed ly ness tion able ment ist ism o
    a e i u s t th ch sh qu x z ß ä é ñ""".split()

WHITESPACE = [9, 10, 11, 12, 13, 28, 31, 32, 32, 32, 0x85, 0xA0, 0x1680, 0x180E, 0x2000, 0x2007, 0x200A,
              0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF]
MARKS = [0x300, 0x36F, 0x483, 0x487, 0x591, 0x5C7, 0x64B, 0x65F, 0x6D6, 0x6ED, 0x8D3, 0x8FF, 0x93C, 0x94D,
         0x9BC, 0x9BE, 0xE38, 0xE3A, 0xF71, 0xF84, 0x1AB0, 0x1ACE, 0x1DC0, 0x1DFF, 0x20D0, 0x20F0,
         0x302A, 0x302F, 0x3099, 0x309A, 0xA8E0, 0xA8F1, 0xFE00, 0xFE0F, 0xFE20, 0xFE2F,
         0x11046, 0x11046, 0x110BA, 0x110BA, 0x1D165, 0x1D169, 0x1D16D, 0x1D172, 0x1E8D0, 0x1E8D6,
         0x1E944, 0x1E94A]
LETTERS = [0x41, 0x5A, 0x61, 0x7A, 0xC0, 0x24F, 0x370, 0x3FF, 0x400, 0x52F, 0x531, 0x587, 0x10A0, 0x10FF,
           0x13A0, 0x13FD, 0x1C80, 0x1CBF, 0x1E00, 0x1FFF, 0x2100, 0x218B, 0x2C00, 0x2DFF, 0xA640, 0xA7FF,
           0xAB30, 0xABBF, 0xFF21, 0xFF5A, 0x10400, 0x104FF, 0x118A0, 0x118DF, 0x1E900, 0x1E943]
HANGUL = [0x1100, 0x11FF, 0xAC00, 0xD7A3, 0xA960, 0xA97C, 0xD7B0, 0xD7FB]


def recipe():
    pools = {}
    for name, text in WORDS.items():
        words = text.split()
        if name not in ("code", "literals", "emoji"):
            words = words + [w.upper() for w in words] + [w.capitalize() for w in words]
        pools[name] = {"strings": list(dict.fromkeys(words))}
    pools["syllables"] = {"strings": SYLLABLES + [s.capitalize() for s in SYLLABLES]}
    pools["joints"] = {"strings": ["", " ", " ", "-", ", ", ". ", "'", "\t", "\n", "\u00a0", "/", "\u200b"]}
    pools["space"] = {"strings": [" "]}
    pools["whitespace"] = {"strings": [chr(c) for c in WHITESPACE]}
    pools["controls"] = {"ranges": [0, 0x20, 0x7F, 0xA0, 0x200B, 0x200F, 0x2028, 0x202F, 0x2060, 0x206F, 0xFFF0, 0xFFFF]}
    pools["marks"] = {"ranges": MARKS}
    pools["letters"] = {"ranges": LETTERS}
    pools["hangul"] = {"ranges": HANGUL}
    pools["ascii"] = {"ranges": [0x20, 0x7E]}
    pools["cjk"] = {"ranges": [0x3000, 0x9FFF, 0xF900, 0xFAFF, 0x20000, 0x323AF]}
    pools["bmp"] = {"ranges": [0, 0xFFFF]}
    pools["planes"] = {"ranges": [0x10000, 0x1FFFF, 0x2F800, 0x2FA1F, 0xE0000, 0xE01EF]}
    pools["surrogates"] = {"ranges": [0xD800, 0xDFFF]}
    pools["long"] = {"strings": [unit * n for unit in ("a", "é", "ka", "字", "1") for n in (49, 99, 100, 101, 120)]}
    languages = ["german", "romance", "slavic", "turkic", "vietnamese", "greek", "semitic", "indic", "korean", "japanese"]

    def kind(lines, pieces, separator, *names):
        return {"lines": lines, "pieces": pieces, "separator": separator, "pools": list(names)}

    return {
        "seed": 20260101,
        "pools": pools,
        "kinds": [
            kind(16000, 14, " ", "english"),
            kind(6000, 14, "", "syllables", "syllables", "joints"),
            kind(6000, 10, " ", *languages),
            kind(6000, 8, " ", "english", *languages, "chinese", "code", "emoji"),
            kind(4000, 14, "", "chinese"),
            kind(3000, 12, "", "chinese", "english", "joints"),
            kind(5000, 12, " ", "code"),
            kind(2000, 12, "", "code"),
            kind(3000, 6, "", "literals", "english", "joints", "whitespace"),
            kind(1500, 8, "", "emoji", "joints"),
            kind(3000, 12, "", "english", "whitespace"),
            kind(3000, 12, "", "syllables", "controls"),
            kind(4000, 10, "", "letters", "marks"),
            kind(2000, 10, "", "letters", "marks", "marks", "marks", "joints"),
            kind(1000, 24, "", "marks"),
            kind(4000, 12, "", "letters", "syllables", "space"),
            kind(2000, 8, "", "hangul", "space", "marks"),
            kind(2000, 12, "", "cjk"),
            kind(3000, 24, "", "ascii"),
            kind(3000, 10, "", "bmp"),
            kind(2000, 8, "", "planes"),
            kind(3000, 12, "", "bmp", "planes", "syllables", "space", "marks"),
            kind(1500, 10, "", "surrogates", "syllables", "space"),
            kind(500, 3, "", "long", "joints"),
        ],
        # Every code point of these planes; the others have nothing but private use or nothing at all.
        "sweep": {
            "ranges": [0, 0x323AF, 0xE0000, 0xE01EF, 0xF0000, 0xF000F, 0x10FFF0, 0x10FFFF],
            "perLine": 8,
            "patterns": [["", " "], ["a", "b"], ["e", "\u0301 "], ["[SEP]", ""]],
        },
    }


class Random:
    """SplitMix64."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK64
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK64
        return ((z ^ (z >> 31)) >> 33) % bound


def pick(pool, random):
    if "strings" in pool:
        return pool["strings"][random.below(len(pool["strings"]))]
    ranges = pool["ranges"]
    i = 2 * random.below(len(ranges) // 2)
    return chr(ranges[i] + random.below(ranges[i + 1] - ranges[i] + 1))


def corpus(recipe):
    random = Random(recipe["seed"])
    for kind in recipe["kinds"]:
        pools = [recipe["pools"][name] for name in kind["pools"]]
        for _ in range(kind["lines"]):
            count = 1 + random.below(kind["pieces"])
            yield kind["separator"].join(pick(pools[random.below(len(pools))], random) for _ in range(count))
    sweep = recipe["sweep"]
    points = [c for lo, hi in zip(sweep["ranges"][::2], sweep["ranges"][1::2]) for c in range(lo, hi + 1)]
    for line, i in enumerate(range(0, len(points), sweep["perLine"])):
        before, after = sweep["patterns"][line % len(sweep["patterns"])]
        yield "".join(before + chr(c) + after for c in points[i:i + sweep["perLine"]])


def scalars(text):
    """What Rust can hold: surrogates that meet are a code point, others become U+FFFD."""
    text = re.sub("[\ud800-\udbff][\udc00-\udfff]", lambda m: m[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def normalizer(clean, chinese, strip, lower):
    return normalizers.BertNormalizer(clean_text=clean, handle_chinese_chars=chinese, strip_accents=strip, lowercase=lower)


def train(lines, lower, size):
    tokenizer = Tokenizer(models.WordPiece({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizer(True, True, None, lower)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(lines, trainers.WordPieceTrainer(vocab_size=size, special_tokens=SPECIALS, limit_alphabet=700, show_progress=False))
    vocab = tokenizer.get_vocab()
    return sorted(vocab, key=vocab.get)


def telling():
    """Code points whose normal forms are in the vocabulary, or a wrong one would hide in [UNK]."""
    lower, nfd = normalizers.Lowercase(), normalizers.NFD()
    points = {}
    for c in range(0x80, 0x30000):
        if 0xD800 <= c <= 0xDFFF or 0xAC00 <= c <= 0xD7A3:
            continue
        for form in (lower.normalize_str(chr(c)), nfd.normalize_str(chr(c))):
            if form != chr(c):
                points.update(dict.fromkeys(chr(c) + form))
    points.update(dict.fromkeys(chr(c) for c in range(0x1100, 0x1200)))
    return list(points)


def vocabularies(lines):
    chinese = [line for line in lines if any("\u4e00" <= c <= "\u9fff" for c in line)]
    wide = telling()
    for name, texts, lower, extra in (("uncased", lines, True, wide), ("cased", lines, False, wide), ("chinese", chinese, True, [])):
        vocab = train(texts, lower, 2500)
        extra = [token for c in extra for token in (c, "##" + c)]
        tokens = list(dict.fromkeys(vocab + extra))
        assert not any(c in token for token in tokens for c in "\r\n"), name
        yield name, tokens


def build(vocab, settings):
    tokenizer = Tokenizer(models.WordPiece({token: i for i, token in enumerate(vocab)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizer(*settings)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.add_special_tokens(SPECIALS)
    return tokenizer


def mix(state, value):
    state = ((state ^ value) * 0x9E3779B1) & MASK32
    return state ^ (state >> 15)


def reordered(text, strip, nfd):
    """Whether canonical reordering may move marks that stripping leaves: the library's offsets then
    point to where a mark went, ours to where it came from."""
    moved = nfd.normalize_str(text)
    apart = "".join(nfd.normalize_str(c) for c in text)
    differing = [i for i, (a, b) in enumerate(zip(moved, apart)) if a != b]
    return bool(differing) and any(
        unicodedata.combining(c) and strip.normalize_str(c) for c in moved[differing[0]:differing[-1] + 1])


def main(folder, line):
    folder = pathlib.Path(folder)
    if line is None:
        (folder / "corpus.json").write_text(json.dumps(recipe(), ensure_ascii=True, indent=0) + "\n", encoding="ascii")
    texts = [scalars(text) for text in corpus(json.loads((folder / "corpus.json").read_text()))]
    if line is None:
        # The sweep is not text to learn pieces from.
        learned = sum(kind["lines"] for kind in recipe()["kinds"])
        for name, tokens in vocabularies(texts[:learned]) if not (folder / "vocab-cased.txt").exists() else ():
            (folder / f"vocab-{name}.txt").write_text("\n".join(tokens) + "\n", encoding="utf-8", newline="\n")
        settings = {
            name: dict(vocab=v, clean_text=clean, handle_chinese_chars=chinese, strip_accents=strip, lowercase=lower)
            for name, (v, clean, chinese, strip, lower) in VARIANTS.items()
        }
        (folder / "variants.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="ascii")
    tokenizers = {}
    for name, (vocab, *settings) in VARIANTS.items():
        tokens = (folder / f"vocab-{vocab}.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n")
        tokenizers[name] = build(tokens, settings)
    if line is not None:
        print(json.dumps(texts[line]))
        for name, tokenizer in tokenizers.items():
            encoding = tokenizer.encode(texts[line])
            print(name, encoding.ids, encoding.offsets)
        return
    ids, offsets = [0] * len(texts), [0] * len(texts)
    for name, tokenizer in tokenizers.items():
        for i, encoding in enumerate(tokenizer.encode_batch(texts)):
            utf16 = [0]
            for c in texts[i]:
                utf16.append(utf16[-1] + (2 if c > "\uffff" else 1))
            for token in encoding.ids:
                ids[i] = mix(ids[i], token)
            for start, end in encoding.offsets:
                offsets[i] = mix(mix(offsets[i], utf16[start]), utf16[end])
        print(name, "done", file=sys.stderr)
    strip, nfd = normalizer(False, False, True, False), normalizers.NFD()
    clean = normalizer(True, False, False, False)
    skipped = 0
    for i, text in enumerate(texts):
        if reordered(text, strip, nfd) or reordered(clean.normalize_str(text), strip, nfd):
            offsets[i], skipped = 0, skipped + 1
        else:
            offsets[i] = max(offsets[i] & 0xFFFF, 1)
    data = struct.pack(f"<{len(ids)}I", *ids) + struct.pack(f"<{len(ids)}H", *offsets)
    (folder / "expected.bin.gz").write_bytes(gzip.compress(data, 9, mtime=0))
    print(f"{len(texts)} lines, offsets of {skipped} not compared", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[3]) if len(sys.argv) > 3 else None)
