#!/usr/bin/env python3
"""Writes the properties that say where grapheme clusters end.

    python make_grapheme_table.py ../src/main/resources/dev/lanewise/tokenizer/text/graphemes.txt

The reference tokenizers library doesn't tell them; they are the `regex` module's, which may know a
newer version of Unicode. What joins a letter before it and after it can be asked of the library, by
maps that replace the cluster of an "a": what it doesn't know is left out.

Needs the packages `tokenizers` (written with 0.23.2), `regex` (written with 2026.9.29) and
`sentencepiece`, which compiles the map.
"""

import io
import pathlib
import sys
import tempfile

import regex
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import normalizers

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
TEXT = "".join(map(chr, SCALARS))
BREAKS = "CR LF Control Extend ZWJ Regional_Indicator Prepend SpacingMark L V T LV LVT".split()


def having(pattern):
    return {ord(c) for run in regex.finditer(f"[{pattern}]+", TEXT, regex.V1) for c in run[0]}


def charsmap(rules):
    """What SentencePiece compiles rules into: lines of what is replaced and by what, in hex."""
    model = io.BytesIO()
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        file.write("".join(f"{a}\t{b}\n" for a, b in rules))
        file.flush()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["b c d e f g"] * 50), model_writer=model, vocab_size=12,
            normalization_rule_tsv=file.name, hard_vocab_limit=False, minloglevel=2)
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return proto.normalizer_spec.precompiled_charsmap


def joining():
    """The code points that the library takes for a part of an "a" before them."""
    replaced = normalizers.Precompiled(charsmap([("61", "58")]))
    return {c for c in SCALARS if replaced.normalize_str("a" + chr(c)) == "X"}


def prepended(candidates):
    """Those that the library takes for a part of an "a" after them."""
    replaced = normalizers.Precompiled(charsmap([(f"{c:X}", "58") for c in sorted(candidates)]))
    return {c for c in candidates if replaced.normalize_str(chr(c) + "a") == "X"}


def ranges(points):
    out = []
    for c in sorted(points):
        if out and out[-1][1] == c - 1:
            out[-1][1] = c
        else:
            out.append([c, c])
    return " ".join(f"{a:X}" if a == b else f"{a:X}-{b:X}" for a, b in out)


def main(path):
    table = {name: having(rf"\p{{GCB={name}}}") for name in BREAKS}
    joined = joining()
    unknown = table["Extend"] | table["ZWJ"] | table["SpacingMark"]
    assert joined <= unknown
    unknown -= joined
    unknown |= table["Prepend"] - prepended(table["Prepend"])
    print("unknown to the library:", ranges(unknown), file=sys.stderr)
    table["Extended_Pictographic"] = having(r"\p{Extended_Pictographic}")
    for value in ("Consonant", "Linker", "Extend"):
        table["InCB." + value] = having(rf"\p{{InCB={value}}}")
    lines = [f"# Made by scripts/make_grapheme_table.py from tokenizers 0.23.2 and regex. Do not edit."]
    lines += [name + " " + ranges(points - unknown) for name, points in table.items()]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
