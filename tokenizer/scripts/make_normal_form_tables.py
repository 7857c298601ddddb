#!/usr/bin/env python3
"""Writes what the reference tokenizers library's normal forms do beyond the canonical decompositions
of `unicode.txt`: the compatibility decompositions, and which canonical ones are not composed again.

    python make_normal_form_tables.py ../src/main/resources/dev/lanewise/tokenizer/text/normal-forms.txt

Needs the `tokenizers` package (written with 0.23.2) and takes about a minute.
"""

import sys

import tokenizers
from make_unicode_tables import SCALARS, ranges
from tokenizers import normalizers


def main(path):
    nfc, nfd, nfkc, nfkd = (getattr(normalizers, name)().normalize_str for name in ("NFC", "NFD", "NFKC", "NFKD"))
    compatible, excluded, composed = {}, [], {}
    for c in SCALARS:
        s = chr(c)
        if nfkd(s) != nfd(s):
            compatible[c] = nfkd(s)
        if nfd(s) == s:
            assert nfc(s) == s, hex(c)
        elif nfc(s) != s:
            excluded.append(c)
        elif not 0xAC00 <= c <= 0xD7A3:
            composed[c] = nfd(s)
        assert nfkc(s) == nfc(nfkd(s)), hex(c)
    # A composite is a shorter composite and one more code point: the table of pairs follows.
    by_form = {form: chr(c) for c, form in composed.items()}
    for c, form in composed.items():
        first = form[:-1] if len(form) == 2 else by_form[form[:-1]]
        assert nfc(first + form[-1]) == chr(c), hex(c)
    lines = [
        f"# Made by scripts/make_normal_form_tables.py from tokenizers {tokenizers.__version__}. Do not edit.",
        f"excluded {ranges(excluded)}",
        "compatible " + " ".join(f"{c:X}=" + ".".join(f"{ord(x):X}" for x in form) for c, form in sorted(compatible.items())),
    ]
    with open(path, "w", encoding="ascii", newline="\n") as out:
        out.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
