"""What a model is chosen by while it trains, and a quick look at the evaluation sets: Spearman of STS, MRR@10 of retrieval.

The figures that are published come from `bench/quality`, which runs the bundled model through Lanewise.
"""

import json
import pathlib

import numpy as np


def spearman(a, b):
    def ranks(x):
        _, inverse, counts = np.unique(x, return_inverse=True, return_counts=True)
        ends = np.cumsum(counts)
        return (ends - (counts - 1) / 2)[inverse]
    return float(np.corrcoef(ranks(np.asarray(a)), ranks(np.asarray(b)))[0, 1])


def rows(path):
    return [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]


def sts(encode, path):
    table = rows(path)
    a, b = encode([r[1] for r in table]), encode([r[2] for r in table])
    return spearman([float(r[0]) for r in table], (a * b).sum(1))


def reciprocal(scores, relevant):
    """Mean reciprocal rank among the first ten; RELEVANT: for each query the columns that are right."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    total = 0.0
    for found, right in zip(best, relevant):
        hits = [i for i, column in enumerate(found) if column in right]
        total += 1 / (hits[0] + 1) if hits else 0
    return total / len(relevant)


def retrieval(encode, folder, name):
    documents = [line.rstrip("\n").split("\t", 1) for line in (folder / f"ret-{name}.docs.tsv").open(encoding="utf-8")]
    queries = rows(folder / f"ret-{name}.queries.tsv")
    column = {d[0]: i for i, d in enumerate(documents)}
    relevant = [{column[r] for r in q[2].split(",") if r in column} for q in queries]
    return reciprocal(encode([q[1] for q in queries]) @ encode([d[1] for d in documents]).T, relevant)


def development(encode, work, data):
    """The figures that choices are made by, none of them of an evaluation set: their mean is the last."""
    result = {f"stsb-{language}-dev": sts(encode, data / "eval" / f"sts-stsb-{language}-dev.tsv") for language in ("en", "zh")}
    for group, pairs in json.loads((work / "dev.json").read_text(encoding="utf-8")).items():
        texts = list(dict.fromkeys(p[1] for p in pairs))
        column = {text: i for i, text in enumerate(texts)}
        answers = {}
        for anchor, positive in pairs:
            answers.setdefault(anchor, set()).add(column[positive])
        result[group] = reciprocal(encode(list(answers)) @ encode(texts).T, list(answers.values()))
    result["mean"] = sum(result.values()) / len(result)
    return result


def questions(encode, project):
    """Of the questions about the bundled FAQ, how many find their entry among the first three; and those that don't."""
    entries = [json.loads(line) for line in (project / "examples/faq.jsonl").open(encoding="utf-8")]
    asked = [json.loads(line) for line in (project / "cli/src/test/resources/faq-questions.jsonl").open(encoding="utf-8")]
    scores = encode([q["question"] for q in asked]) @ encode([e["text"] for e in entries]).T
    missed = []
    for question, row in zip(asked, scores):
        right = [i for i, e in enumerate(entries) if (e["id"], e["lang"]) == (question["id"], question["lang"])][0]
        rank = int((row > row[right]).sum()) + 1
        if rank > 3:
            missed.append((rank, question["lang"], question["id"], question["question"]))
    return len(asked) - len(missed), missed


def held_out(encode, folder):
    result = {path.name[4:-4]: sts(encode, path) for path in sorted(folder.glob("sts-*.tsv"))}
    for path in sorted(folder.glob("ret-*.docs.tsv")):
        name = path.name[4:-len(".docs.tsv")]
        result[name] = retrieval(encode, folder, name)
    return result


def line(result):
    return "  ".join(f"{name} {value:.3f}" for name, value in result.items())
