"""What both stages of training share: the pairs, the loss, checkpoints."""

import os
import signal

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn import functional as F

import sets


class Pairs:
    """The pairs to train on, and the texts' token ids."""

    def __init__(self, work, focus=False):
        data, texts = np.load(work / "pairs.npz"), np.load(work / "texts.npz")
        self.ids, self.offsets = texts["ids"], texts["offsets"]
        self.anchor, self.positive, self.group = data["anchor"], data["positive"], data["group"]
        self.set = data["set"]
        self.halves = np.array([name.startswith("halves") for name in data["names"]])
        self.weight = np.array([sets.WEIGHTS[name] * (sets.FOCUS.get(name, 1) if focus else 1) for name in data["names"]])[self.set]

    def drawn(self, seed):
        """One round: each pair about as often as its set's weight says, in random order."""
        rng = np.random.default_rng(seed)
        times = np.floor(self.weight + rng.random(len(self.weight))).astype(int)
        order = np.repeat(np.arange(len(times)), times)
        rng.shuffle(order)
        flipped = rng.random(len(order)) < 0.5  # so that the two sides of a batch are alike in kind
        return order, flipped

    def stretches(self, texts, limit):
        """Where the texts begin, and how many tokens of each are used; LIMIT counts [CLS] and [SEP]."""
        return self.offsets[texts], np.minimum(self.offsets[texts + 1] - self.offsets[texts], limit - 2)

    def cropped(self, chosen, limit, rng):
        """The chosen pairs' stretches, anchors before positives. Of a passage's halves, a third keep the first; a third have a few
        words of it instead, and a third a few words of the second, so that long texts are found by what short ones repeat of them."""
        begins, lengths = self.stretches(np.concatenate([self.anchor[chosen], self.positive[chosen]]), limit)
        half = np.flatnonzero(self.halves[self.set[chosen]])
        kind = rng.integers(3, size=len(half))
        for i, source in zip(half[kind > 0], (half + np.where(kind == 2, len(chosen), 0))[kind > 0]):
            length = min(int(rng.integers(6, 21)), int(lengths[source]))
            begins[i] = begins[source] + rng.integers(0, lengths[source] - length + 1)
            lengths[i] = length
        return begins, lengths

    def no_negatives(self, order):
        """[batch][batch] where two different pairs of a batch are about the same: they share a text, or a chain connects them."""
        a, p, g = (torch.from_numpy(x[order]) for x in (self.anchor, self.positive, self.group))
        same = (a[:, None] == a) | (p[:, None] == p) | (a[:, None] == p) | (p[:, None] == a) | ((g[:, None] == g) & (g >= 0))
        return same.fill_diagonal_(False)


def contrastive(a, b, same, dimensions, temperature, same_side=False):
    """Multiple negatives ranking in both directions, the mean over the leading DIMENSIONS (Matryoshka).

    SAME_SIDE: the texts of a pair's own side are negatives as well (GTE, Li et al. 2023), so that texts of one language, or of one
    kind, aren't near each other for that alone."""
    total = 0
    for d in dimensions:
        x, y = F.normalize(a[:, :d], dim=-1), F.normalize(b[:, :d], dim=-1)
        scores = x @ y.T / temperature
        right = scores.diagonal().mean()
        scores = scores.masked_fill(same, -1e4)
        if same_side:
            other = same | torch.eye(len(same), dtype=torch.bool, device=same.device)
            to_b = torch.cat([scores, (x @ x.T / temperature).masked_fill(other, -1e4)], 1)
            to_a = torch.cat([scores.T, (y @ y.T / temperature).masked_fill(other, -1e4)], 1)
            total = total + (to_a.logsumexp(1).mean() + to_b.logsumexp(1).mean()) / 2 - right
        else:
            total = total + (scores.logsumexp(0).mean() + scores.logsumexp(1).mean()) / 2 - right
    return total / len(dimensions)


def weights(folder):
    """A model folder's tensors in fp32, those that `lanewise quantize` made int8 included."""
    tensors = load_file(folder / "model.safetensors")
    return {name: value.float() * (tensors[f"{name}.scale"][:, None] if f"{name}.scale" in tensors else 1)
            for name, value in tensors.items() if not name.endswith(".scale")}


def save(path, state):
    """Renamed when it is whole: a run that is cut off leaves the checkpoint before."""
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    os.replace(temporary, path)


class Stop:
    """Set by SIGTERM and SIGINT: the run writes a checkpoint and ends."""

    def __init__(self):
        self.asked = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._ask)

    def _ask(self, *_):
        self.asked = True
