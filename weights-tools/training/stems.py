"""Which pieces of the vocabulary are forms of one English word, so that they can share what is learnt of it."""

import re

import torch
from torch.nn import functional as F

# (ending, what stands in its place in another form)
ENDINGS = [
    ("s", ""), ("es", ""), ("es", "e"), ("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("ied", "y"), ("er", ""), ("er", "e"),
    ("ers", ""), ("ers", "e"), ("ly", ""), ("al", ""), ("able", ""), ("able", "e"), ("ment", ""), ("ments", ""), ("ion", ""), ("ion", "e"),
    ("ions", ""), ("ions", "e"), ("ation", ""), ("ation", "e"), ("ations", "e")]
LEAST_ALIKE = 0.2  # cosine of the vectors of two forms: 0.8 for "customers" and "customer", -0.1 for "number" and "numb"


def shorter(word):
    """What WORD may be a form of."""
    found = set()
    for ending, other in ENDINGS:
        stem = word[:len(word) - len(ending)] + other
        if word.endswith(ending) and len(stem) >= 3:
            found.add(stem)
            if not other and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])  # running, run
    return found


def families(vocabulary, vectors):
    """For each id of VOCABULARY (piece to id) one id that stands for all forms of its word; VECTORS decide which are alike."""
    head = list(range(len(vocabulary)))

    def find(i):
        while head[i] != i:
            i = head[i]
        return i

    direction = F.normalize(vectors, dim=1)
    for word, i in vocabulary.items():
        if re.fullmatch("[a-z]{4,}", word):
            for stem in sorted(shorter(word)):
                other = vocabulary.get(stem)
                if other is not None and float(direction[i] @ direction[other]) > LEAST_ALIKE:
                    head[find(i)] = find(other)
    return torch.tensor([find(i) for i in range(len(head))])


def together(vectors, family, frequency, share):
    """VECTORS with a SHARE of each replaced by the mean of its family, in which frequent forms count more, up to a limit."""
    weight = torch.from_numpy(frequency).float().add(1).clamp(max=2000).sqrt()[:, None]
    total = torch.zeros_like(vectors).index_add(0, family, vectors * weight)
    count = torch.zeros_like(weight).index_add(0, family, weight)
    return torch.lerp(vectors, (total / count.clamp(min=1e-9))[family], share)
