#!/usr/bin/env python3
"""Writes the Unicode tables of the tokenizer by asking the reference tokenizers library.

The library mixes several Unicode versions (marks and punctuation from one, decompositions from
another, lower case from a third), so no Unicode database reproduces it. This script probes it with
every code point instead and writes what it did as ranges.

    python make_unicode_tables.py ../src/main/resources/dev/lanewise/tokenizer/text/unicode.txt

Needs the `tokenizers` package (written with 0.23.2) and takes about a minute.
"""

import sys
import unicodedata

import tokenizers
from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def ranges(points):
    """Sorted code points as hexadecimal ranges: 41-5A 61."""
    out, points = [], sorted(points)
    i = 0
    while i < len(points):
        j = i
        while j + 1 < len(points) and points[j + 1] == points[j] + 1:
            j += 1
        out.append(f"{points[i]:X}" if i == j else f"{points[i]:X}-{points[j]:X}")
        i = j + 1
    return " ".join(out)


def bert(**flags):
    options = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return normalizers.BertNormalizer(**{**options, **flags})


def where(normalizer, expected):
    return [c for c in SCALARS if normalizer.normalize_str(chr(c)) == expected(chr(c))]


def next_to_added_token():
    """Code points that count as a word character or as whitespace beside an added token."""
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    tokenizer.add_tokens([
        AddedToken("\u2460w\u2460", single_word=True, normalized=False),
        AddedToken("\u2460s\u2460", rstrip=True, normalized=False),
    ])
    word, space = [], []
    for c in SCALARS:
        if "\u2460w\u2460" not in tokenizer.encode("\u2460w\u2460" + chr(c)).tokens:
            word.append(c)
        if tokenizer.encode("\u2460s\u2460" + chr(c)).offsets[0] == (0, 4):
            space.append(c)
    return word, space


def combining_classes(nfd):
    """Canonical combining classes as far as the library's own reordering knows them.

    Whether a character takes part is probed; the class itself is a stable Unicode property.
    """
    classes = {}
    iota = "\u0345"  # class 240: whatever has a lower class moves in front of it
    overlay = "\u0334"  # class 1: moves in front of whatever has a higher class
    for c in SCALARS:
        s = chr(c)
        if nfd.normalize_str(s) != s:
            continue
        moves = nfd.normalize_str(iota + s) == s + iota or nfd.normalize_str(s + overlay) == overlay + s
        if moves or s in (iota, overlay):
            value = unicodedata.combining(s)
            assert value, f"U+{c:04X} is reordered but has no known class"
            classes.setdefault(value, []).append(c)
    return classes


def lower_case(lowercase):
    """Runs of code points that map by the same distance, at a step of one or two."""
    pairs, special = [], []
    for c in SCALARS:
        low = lowercase.normalize_str(chr(c))
        if low != chr(c):
            (pairs if len(low) == 1 else special).append((c, low))
    out, i = [], 0
    while i < len(pairs):
        first, low = pairs[i]
        distance = ord(low) - first
        for step in (1, 2):
            j = i
            while j + 1 < len(pairs) and pairs[j + 1][0] == pairs[j][0] + step and ord(pairs[j + 1][1]) - pairs[j + 1][0] == distance:
                j += 1
            if j > i:
                break
        mark = {1: "-", 2: "~"}[step]
        span = f"{first:X}" if j == i else f"{first:X}{mark}{pairs[j][0]:X}"
        out.append(f"{span}>{first + distance:X}")
        i = j + 1
    return " ".join(out), [(c, [ord(x) for x in low]) for c, low in special]


def main(path):
    nfd = normalizers.NFD()
    decompositions = {}
    for c in SCALARS:
        if 0xAC00 <= c <= 0xD7A3:  # Hangul syllables decompose by arithmetic
            continue
        s = nfd.normalize_str(chr(c))
        if s != chr(c):
            decompositions[c] = [ord(x) for x in s]
    strip = bert(strip_accents=True)
    marks = [c for c in SCALARS if c not in decompositions and strip.normalize_str(chr(c)) == ""]
    clean = bert(clean_text=True)
    bert_words = pre_tokenizers.BertPreTokenizer()
    whitespace = [c for c in SCALARS if not bert_words.pre_tokenize_str(chr(c))]
    punctuation = [c for c in SCALARS if len(bert_words.pre_tokenize_str("a" + chr(c) + "a")) == 3]
    word, stripped = next_to_added_token()
    lower, special = lower_case(normalizers.Lowercase())
    lines = [
        f"# Made by scripts/make_unicode_tables.py from tokenizers {tokenizers.__version__}. Do not edit.",
        f"removed {ranges(where(clean, lambda s: ''))}",
        f"space {ranges(where(clean, lambda s: ' '))}",
        f"chinese {ranges(where(bert(handle_chinese_chars=True), lambda s: f' {s} '))}",
        f"mark {ranges(marks)}",
        f"whitespace {ranges(whitespace)}",
        f"punctuation {ranges(punctuation)}",
        f"word {ranges(word)}",
    ]
    assert stripped == whitespace, "added tokens and the BERT splitter disagree about whitespace"
    for value, points in sorted(combining_classes(nfd).items()):
        lines.append(f"class.{value} {ranges(points)}")
    lines.append(f"lower {lower}")
    for c, low in special:
        lines.append(f"lower.{c:X} " + ".".join(f"{x:X}" for x in low))
    lines.append("decompose " + " ".join(f"{c:X}=" + ".".join(f"{x:X}" for x in d) for c, d in sorted(decompositions.items())))
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
