"""The encoder, in BERT's shape and with its tensor names, and the bag of words that it starts as."""

import dataclasses
import math

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SINKS = 16  # components that the last layer norm blanks out: what a token keeps there doesn't count in the mean
PAD, CLS, SEP = 0, 2, 3


@dataclasses.dataclass(frozen=True)
class Shape:
    vocabulary: int
    hidden: int = 256
    layers: int = 4
    heads: int = 4
    intermediate: int = 512
    positions: int = 256


class Attention(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.self = nn.ModuleDict({name: nn.Linear(shape.hidden, shape.hidden) for name in ("query", "key", "value")})
        self.output = nn.ModuleDict({"dense": nn.Linear(shape.hidden, shape.hidden), "LayerNorm": nn.LayerNorm(shape.hidden, eps=1e-12)})
        self.heads = shape.heads

    def forward(self, x, apart):
        parts = [self.self[name] for name in ("query", "key", "value")]
        joined = F.linear(x, torch.cat([p.weight for p in parts]), torch.cat([p.bias for p in parts]))
        rows, width, hidden = x.shape
        q, k, v = joined.view(rows, width, 3, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)
        # Products written out: for rows this short the fused kernel's backward pass takes a third of a step on a CPU.
        scores = (q * (q.shape[-1] ** -0.5)) @ k.transpose(-1, -2)
        mixed = torch.softmax(scores + apart.to(scores.dtype), -1).to(v.dtype) @ v
        mixed = mixed.transpose(1, 2).reshape(rows, width, hidden)
        return self.output["LayerNorm"]((self.output["dense"](mixed) + x).float())


class Layer(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.attention = Attention(shape)
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(shape.hidden, shape.intermediate)})
        self.output = nn.ModuleDict({"dense": nn.Linear(shape.intermediate, shape.hidden), "LayerNorm": nn.LayerNorm(shape.hidden, eps=1e-12)})

    def forward(self, x, apart):
        x = self.attention(x, apart)
        return self.output["LayerNorm"]((self.output["dense"](F.gelu(self.intermediate["dense"](x))) + x).float())


class Encoder(nn.Module):
    """Token ids of texts to unit vectors [texts][hidden]. Several short texts share a row, so little is padded."""

    def __init__(self, shape):
        super().__init__()
        self.embeddings = nn.ModuleDict({
            "word_embeddings": nn.Embedding(shape.vocabulary, shape.hidden),
            "position_embeddings": nn.Embedding(shape.positions, shape.hidden),
            "token_type_embeddings": nn.Embedding(2, shape.hidden),
            "LayerNorm": nn.LayerNorm(shape.hidden, eps=1e-12)})
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(Layer(shape) for _ in range(shape.layers))})

    @torch.no_grad()
    def start_as(self, bag):
        """Gives the vectors that BAG gives: what the layers add is zero, and a layer norm of what is normed changes nothing."""
        for name, parameter in self.named_parameters():
            if name.endswith("LayerNorm.weight"):
                parameter.fill_(1)
            elif parameter.dim() == 1 or "position" in name or "token_type" in name or "output.dense" in name:
                parameter.zero_()
            else:
                parameter.normal_(std=1 / math.sqrt(parameter.shape[1]))
        self.embeddings["word_embeddings"].weight.copy_(bag.words)
        self.encoder["layer"][-1].output["LayerNorm"].weight.copy_(bag.scale)

    def forward(self, ids, lengths):
        """IDS: the texts' tokens end to end; LENGTHS: how many each has."""
        row, column, width = packed(lengths)
        first = np.cumsum(lengths) - lengths
        owner = np.repeat(np.arange(len(lengths)), lengths)
        position = np.arange(len(owner)) - first[owner]
        place = torch.from_numpy((row * width + column)[owner] + position)
        size = (int(row.max()) + 1) * width
        table = torch.zeros(3, size, dtype=torch.long)  # ids, positions, owners; what is padded belongs to no text
        table[0, place], table[1, place] = ids.cpu(), torch.from_numpy(position)
        table[2].fill_(len(lengths))
        table[2, place] = torch.from_numpy(owner)
        ids, position, owner = table.to(self.embeddings["LayerNorm"].weight.device)
        x = self.embeddings["word_embeddings"](ids) + self.embeddings["position_embeddings"](position)
        x = self.embeddings["LayerNorm"](x + self.embeddings["token_type_embeddings"].weight[0]).view(-1, width, x.shape[-1])
        rows = owner.view(-1, 1, width)
        apart = (rows != rows.transpose(1, 2)).unsqueeze(1) * -1e4  # texts of one row don't see each other
        for layer in self.encoder["layer"]:
            x = layer(x, apart)
        sums = torch.zeros(len(lengths) + 1, x.shape[-1], device=x.device).index_add(0, owner, x.view(-1, x.shape[-1]))[:-1]
        return F.normalize(sums / torch.from_numpy(lengths).to(x.device)[:, None], dim=-1)


def packed(lengths):
    """Each text's row and where it begins there, the longest first, each where it leaves least; and the rows' width."""
    width = max(64, -(-int(lengths.max()) // 16) * 16)
    row, column = np.zeros(len(lengths), dtype=np.int64), np.zeros(len(lengths), dtype=np.int64)
    room, rows = [[] for _ in range(width + 1)], 0  # rows by how much is free in them
    for text in np.argsort(-lengths, kind="stable"):
        length = int(lengths[text])
        free = next((f for f in range(length, width) if room[f]), width)
        if free == width:
            chosen, rows = rows, rows + 1
        else:
            chosen = room[free].pop()
        row[text], column[text] = chosen, width - free
        room[free - length].append(chosen)
    return row, column, width


class Bag(nn.Module):
    """The mean of the words' normed embeddings, some components of which don't count: what an Encoder starts as."""

    def __init__(self, vocabulary, hidden=256):
        super().__init__()
        self.words = nn.Parameter(torch.zeros(vocabulary, hidden))
        self.scale = nn.Parameter(torch.cat([torch.ones(hidden - SINKS), torch.zeros(SINKS)]))

    @torch.no_grad()
    def start_from(self, vectors, frequency):
        """Word vectors of unit length, each weighted by a/(a + share) (Arora et al. 2017) through what it leaves in the sinks."""
        hidden = self.words.shape[1]
        share = torch.from_numpy(frequency / frequency.sum()).float()
        weight = 0.001 / (0.001 + share)
        weight[[PAD, CLS, SEP]] = 0.02
        live = torch.from_numpy(vectors) * weight[:, None] * math.sqrt(hidden)
        rest = torch.sqrt(1 - weight**2)[:, None] * math.sqrt(hidden / SINKS)
        signs = torch.tensor([1.0, -1.0]).repeat(SINKS // 2)  # their sum is 0, so the layer norm's mean stays near it
        self.words.copy_(torch.cat([live, rest * signs], 1))

    def forward(self, ids, starts):
        normed = F.layer_norm(self.words, self.words.shape[1:], eps=1e-12) * self.scale
        return F.normalize(F.embedding_bag(ids, normed, starts, mode="mean"), dim=-1)


def flat(ids, begins, lengths):
    """[CLS] ids [SEP] of each stretch of LENGTHS tokens from BEGINS on, end to end, and where each stretch begins there."""
    starts = np.concatenate([[0], np.cumsum(lengths + 2)])
    out = np.empty(starts[-1], dtype=np.int64)
    inner = np.repeat(begins - np.concatenate([[0], np.cumsum(lengths)[:-1]]), lengths) + np.arange(lengths.sum())
    places = np.ones(len(out), dtype=bool)
    places[starts[:-1]] = places[starts[1:] - 1] = False
    out[places] = ids[inner]
    out[starts[:-1]], out[starts[1:] - 1] = CLS, SEP
    return torch.from_numpy(out), torch.from_numpy(starts[:-1])


def thinned(ids, starts, share):
    """Flat texts without a SHARE of their tokens, chosen at random; [CLS] and [SEP] stay."""
    keep = (torch.rand(len(ids)) >= share) | (ids == CLS) | (ids == SEP)
    before = torch.cat([torch.zeros(1, dtype=torch.long), keep.long().cumsum(0)])
    return ids[keep], before[starts]
