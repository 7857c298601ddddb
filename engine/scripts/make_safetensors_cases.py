#!/usr/bin/env python3
"""Makes engine/src/test/resources/weights/safetensors-cases.jsonl.gz, valid and broken files.

    python make_safetensors_cases.py ../src/test/resources/weights/safetensors-cases.jsonl.gz

Needs the safetensors package (written with 0.8.0), which gives the verdicts. One JSON object a line:

    name, file            what is special about the file; its bytes in base64
    tensors               what the reference reads of it: name, dtype, shape, bytes in base64
    fault                 where it has to be refused: a part of the message

A file that the reference accepts and that has a fault all the same is one of STRICTER.
"""

import base64
import gzip
import json
import struct
import sys

from safetensors import SafetensorError, deserialize

# What the reference reads although its own format description forbids it, or nobody can mean it.
STRICTER = {
    "a tensor named twice", "a tensor named twice by an escape", "a metadata key twice",
    "a tensor as an array", "an element type as an object",
    "a dimension of 2^63 behind a zero", "70,000 dimensions",
}

A = '"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}'
DATA = struct.pack("<2f", 1.5, -2.25)
MORE = DATA + struct.pack("<2f", 3.0, float("nan"))


def file(header, data=b"", length=None):
    header = header if isinstance(header, bytes) else header.encode("utf-8")
    return struct.pack("<Q", len(header) if length is None else length) + header + data


def tensor(dtype='"F32"', shape="[2]", offsets="[0,8]", name="a"):
    return f'"{name}":{{"dtype":{dtype},"shape":{shape},"data_offsets":{offsets}}}'


def one(dtype='"F32"', shape="[2]", offsets="[0,8]", data=DATA):
    return file("{" + tensor(dtype, shape, offsets) + "}", data)


def cases():
    """Name, bytes, and what is wrong with them if anything is."""
    # Lengths.
    yield "an empty file", b"", "has 0 bytes"
    yield "seven bytes", bytes(7), "has 7 bytes"
    yield "a header of no bytes", bytes(8), "the document ends"
    yield "a header of no bytes, then data", bytes(16), "the document ends"
    yield "a header of 2^64 - 1 bytes", file("{}", length=2**64 - 1), "18446744073709551615 bytes"
    yield "a header of 2^63 bytes", file("{}", length=2**63), "9223372036854775808 bytes"
    yield "a header of 100,000,001 bytes", file("{}", length=100_000_001), "100000001 bytes"
    yield "a header of 100,000,000 bytes in a short file", file("{}", length=100_000_000), "truncated"
    yield "a header one byte longer than the file", file("{}", length=3), "truncated"
    # Characters.
    yield "not UTF-8", file(b"\xff"), "not valid UTF-8"
    yield "an overlong UTF-8 form", file(b'{"\xc0\x80' + A[2:].encode() + b"}", DATA), "not valid UTF-8"
    yield "a surrogate in UTF-8", file(b'{"\xed\xa0\x80' + A[2:].encode() + b"}", DATA), "not valid UTF-8"
    yield "a lone surrogate as an escape", file('{"\\ud800' + A[2:] + "}", DATA), "surrogate"
    yield "a byte order mark", file(b"\xef\xbb\xbf{" + A.encode() + b"}", DATA), "U+FEFF"
    yield "a control character in a name", file('{"a\1b' + A[2:] + "}", DATA), "control character"
    yield "an escaped NUL in a name", file('{"a\\u0000b' + A[2:] + "}", DATA), None
    # JSON.
    yield "no JSON", file("{"), "ends in the middle"
    yield "an array at the root", file("[]"), "expected an object"
    yield "null at the root", file("null"), "expected an object"
    yield "something behind the header's end", file("{} x"), "expected the end"
    yield "NUL as padding", file(b"{}" + bytes(6)), "expected the end"
    yield "a trailing comma", file("{" + A + ",}", DATA), "a key in quotes"
    yield "blanks before the header", file(" \n{" + A + "}", DATA), None
    yield "a comment", file("{/*x*/" + A + "}", DATA), "a key in quotes"
    yield "single quotes", file("{'a'" + A[3:] + "}", DATA), "a key in quotes"
    yield "brackets 200 deep", file('{"a":' + "[" * 200 + "]" * 200 + "}"), "nested"
    yield "brackets 100,000 deep in an unknown field", file(
        "{" + A[:-1] + ',"x":' + "[" * 100_000 + "]" * 100_000 + "}}", DATA), "nested"
    # Names and metadata.
    yield "a tensor named twice", file("{" + A + "," + A + "}", DATA), "twice"
    yield "a tensor named twice at different places", file(
        "{" + A + "," + tensor(offsets="[8,16]") + "}", MORE), "twice"
    yield "a tensor named twice by an escape", file('{' + A + ',"\\u0061' + A[2:] + "}", DATA), "twice"
    yield "metadata twice", file(
        '{"__metadata__":{"a":"b"},"__metadata__":{"a":"c"},' + A + "}", DATA), "twice"
    yield "a metadata key twice", file('{"__metadata__":{"a":"b","a":"c"},' + A + "}", DATA), "twice"
    yield "a number as metadata", file('{"__metadata__":{"a":1},' + A + "}", DATA), "expected a string"
    yield "an object as metadata", file('{"__metadata__":{"a":{"b":"c"}},' + A + "}", DATA), "expected a string"
    yield "null as a metadata value", file('{"__metadata__":{"a":null},' + A + "}", DATA), "expected a string"
    yield "null as metadata", file('{"__metadata__":null,' + A + "}", DATA), None
    yield "a tensor named as the metadata", file("{" + A.replace('"a"', '"__metadata__"') + "}", DATA), "expected a string"
    yield "an empty name", file('{"' + A[2:] + "}", DATA), None
    yield "a path as a name", file('{"../../etc/passwd' + A[2:] + "}", DATA), None
    # A tensor's fields.
    yield "a field twice", file('{"a":{"dtype":"F32",' + A[5:] + "}", DATA), "twice"
    yield "an unknown field", file("{" + A[:-1] + ',"x":1}}', DATA), None
    yield "no element type", file('{"a":{"shape":[2],"data_offsets":[0,8]}}', DATA), 'lacks the key "dtype"'
    yield "no shape", file('{"a":{"dtype":"F32","data_offsets":[0,8]}}', DATA), 'lacks the key "shape"'
    yield "no offsets", file('{"a":{"dtype":"F32","shape":[2]}}', DATA), 'lacks the key "data_offsets"'
    yield "a tensor as a string", file('{"a":"b"}'), "expected an object"
    yield "a tensor as null", file('{"a":null}'), "expected an object"
    yield "a tensor as an array", file('{"a":["F32",[2],[0,8]]}', DATA), "expected an object"
    yield "an unknown element type", one('"F33"'), "unknown element type"
    yield "an element type in lower case", one('"f32"'), "unknown element type"
    yield "a number as element type", one("1"), "expected a string"
    yield "an element type as an object", one('{"F32":null}'), "expected a string"
    # Shapes.
    yield "a negative dimension", one(shape="[-2]"), "not negative"
    yield "a dimension with a fraction", one(shape="[2.0]"), "expected an integer"
    yield "a dimension with an exponent", one(shape="[2e0]"), "expected an integer"
    yield "a dimension as a string", one(shape='["2"]'), "expected an integer"
    yield "a dimension of minus zero", one(shape="[-0]", offsets="[0,0]", data=b""), "not negative"
    yield "a dimension with a leading zero", one(shape="[02]"), "expected"
    yield "a dimension of 2^64", one(shape="[18446744073709551616]"), "out of range"
    yield "a dimension as an array", one(shape="[[2]]"), "expected an integer"
    yield "null as shape", one(shape="null"), "expected an array"
    yield "NaN as a dimension", one(shape="[NaN]"), "expected a value"
    yield "a product of dimensions that overflows", one(shape="[2,18446744073709551614]"), "out of range"
    yield "a number of bits that overflows", one(shape="[2305843009213693952]"), "too large"
    yield "an overflow before a zero", one(shape="[9223372036854775808,4,0]", offsets="[0,0]", data=b""), "out of range"
    yield "a dimension of 2^63 behind a zero", one(
        shape="[0,9223372036854775808,4]", offsets="[0,0]", data=b""), "out of range"
    yield "70,000 dimensions", one(
        shape="[" + ",".join(["1"] * 70_000) + "]", offsets="[0,4]", data=DATA[:4]), "70000 dimensions"
    yield "a scalar", one(shape="[]", offsets="[0,4]", data=DATA[:4]), None
    # Offsets.
    yield "one offset", one(offsets="[0]"), "two offsets"
    yield "three offsets", one(offsets="[0,8,9]"), "two offsets"
    yield "a negative offset", one(offsets="[-8,0]"), "not negative"
    yield "offsets in reverse", one(offsets="[8,0]"), "end before they begin"
    yield "an offset behind the file's end", one(shape="[4]", offsets="[0,16]"), "truncated"
    yield "a first tensor that isn't first", one(offsets="[8,16]", data=MORE), "begins at byte 8"
    yield "a hole", file("{" + A + "," + tensor(offsets="[12,20]", name="b") + "}", bytes(20)), "begins at byte 12"
    yield "an overlap", file("{" + A + "," + tensor(offsets="[4,12]", name="b") + "}", bytes(12)), "begins at byte 4"
    yield "two tensors at one place", file("{" + A + "," + tensor(name="b") + "}", DATA), "begins at byte 0"
    yield "an empty tensor between two", file(
        "{" + A + "," + tensor(shape="[0]", offsets="[8,8]", name="z")
        + "," + tensor(shape="[1]", offsets="[8,12]", name="b") + "}", MORE[:12]), None
    yield "an empty tensor within another", file(
        "{" + A + "," + tensor(shape="[0]", offsets="[4,4]", name="z") + "}", DATA), "begins at byte 4"
    yield "a size that doesn't fit the shape", one(shape="[3]"), "takes 12"
    yield "a byte too many", one(data=DATA + b"x"), "but 9 follow"
    yield "a byte too few", one(data=DATA[:-1]), "truncated"
    yield "data of no tensor", file("{}", b"xx"), "but 2 follow"
    yield "a header that isn't a multiple of 8 bytes", file("{" + A + "} ", DATA), None
    yield "floats at an odd offset", file(
        "{" + tensor('"U8"', "[1]", "[0,1]", "u") + "," + tensor(offsets="[1,9]") + "}", b"\7" + DATA), None
    # Elements smaller than a byte.
    yield "three halves of a byte", one('"F4"', "[3]", "[0,2]", b"\1\2"), "whole bytes"
    yield "four halves of a byte", one('"F4"', "[4]", "[0,2]", b"\1\2"), None
    yield "four elements of six bits", one('"F6_E2M3"', "[4]", "[0,3]", b"\1\2\3"), None
    # Every type, every value that a byte can have, an empty file that is valid.
    yield "no tensor at all", file("{}"), None
    yield "bytes that keep their sign", one('"I8"', "[256]", "[0,256]", bytes(range(256))), None
    yield "bytes without sign", one('"U8"', "[16,16]", "[0,256]", bytes(range(256))), None
    yield "long integers", one('"I64"', "[2]", "[0,16]", struct.pack("<2q", -(2**63), 2**63 - 1)), None
    yield "truth values", one('"BOOL"', "[2]", "[0,2]", b"\0\1"), None
    yield "double floats", one('"F64"', "[1]", "[0,8]", struct.pack("<d", 0.1)), None


def base64_text(data):
    return base64.b64encode(bytes(data)).decode("ascii")


def main(path):
    lines = []
    stricter = set()
    for name, content, fault in cases():
        case = {"name": name, "file": base64_text(content)}
        try:
            tensors = deserialize(content)
            if fault is None:
                case["tensors"] = [
                    {"name": n, "dtype": t["dtype"], "shape": t["shape"], "bytes": base64_text(t["data"])}
                    for n, t in tensors
                ]
            else:
                stricter.add(name)
        except SafetensorError as e:
            assert fault is not None, f"{name}: refused by the reference: {e}"
        if fault is not None:
            case["fault"] = fault
        lines.append(json.dumps(case))
    assert stricter == STRICTER, stricter ^ STRICTER
    with gzip.GzipFile(path, "wb", mtime=0) as out:
        out.write(("\n".join(lines) + "\n").encode("ascii"))
    print(len(lines), "files, to be refused:", sum('"fault"' in line for line in lines))


if __name__ == "__main__":
    main(sys.argv[1])
