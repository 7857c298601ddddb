#!/usr/bin/env python3
"""Writes what the reference tokenizers library's splitters and their regular expressions know of code points.

    python make_regex_tables.py ../src/main/resources/dev/lanewise/tokenizer/text/classes.txt

Needs the `tokenizers` package (written with 0.23.2) and takes about a minute.
"""

import sys

import tokenizers
from make_unicode_tables import SCALARS, next_to_added_token, ranges
from tokenizers import Regex, normalizers, pre_tokenizers


def matching(expression):
    """Code points that a one-character expression matches, in the engine of Split and Replace."""
    drop = normalizers.Replace(Regex(expression), "")
    return [c for c in SCALARS if drop.normalize_str(chr(c)) == ""]


def apart(splitter):
    """Code points that a splitter cuts off a letter on either side."""
    return [c for c in SCALARS if len(splitter.pre_tokenize_str("a" + chr(c) + "a")) == 3]


def one(points, wanted):
    assert sorted(points) == sorted(wanted), [hex(c) for c in set(points) ^ set(wanted)]


def main(path):
    letters, numbers, spaces = matching(r"\p{L}"), matching(r"\p{N}"), matching(r"\s")
    digits = apart(pre_tokenizers.Digits(individual_digits=True))
    accents = [c for c in SCALARS if normalizers.StripAccents().normalize_str(chr(c)) == ""]
    strip = [c for c in SCALARS if normalizers.Strip().normalize_str(chr(c)) == ""]
    # One table serves all who ask for whitespace.
    one(spaces, strip)
    one(spaces, [c for c in SCALARS if not pre_tokenizers.WhitespaceSplit().pre_tokenize_str(chr(c))])
    one(spaces, [c for c in SCALARS if not pre_tokenizers.Whitespace().pre_tokenize_str(chr(c))])
    # The splitter Whitespace has another engine than Split: its word characters are those beside an
    # added token, of which there is a table already.
    apart_from_words = set(apart(pre_tokenizers.Whitespace())) | set(spaces)
    words = [c for c in SCALARS if c not in apart_from_words and len(pre_tokenizers.Whitespace().pre_tokenize_str("a" + chr(c))) == 1]
    one(words, next_to_added_token()[0])
    lines = [
        f"# Made by scripts/make_regex_tables.py from tokenizers {tokenizers.__version__}. Do not edit.",
        f"letter {ranges(letters)}",
        f"number {ranges(numbers)}",
        f"space {ranges(spaces)}",
        f"digit {ranges(digits)}",
        f"accent {ranges(accents)}",
    ]
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
