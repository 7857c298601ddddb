#!/usr/bin/env python3
"""First stage: the word embeddings alone, as a bag of words, contrastively over all pairs. Minutes on two cores.

    python train_bag.py --work WORK

Writes WORK/bag.pt, and continues from it.
"""

import argparse
import math
import pathlib
import time

import numpy as np
import torch
from tokenizers import Tokenizer

import evaluation
from model import SINKS, Bag, flat, thinned
from training import Pairs, Stop, contrastive, save

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent


def encoder(bag, tokenizer):
    def encode(texts):
        vectors = []
        with torch.no_grad():
            for start in range(0, len(texts), 512):
                ids = [e.ids[:256] for e in tokenizer.encode_batch_fast(list(texts[start:start + 512]))]
                starts = np.cumsum([0] + [len(i) for i in ids[:-1]])
                vectors.append(bag(torch.tensor([t for i in ids for t in i]), torch.from_numpy(starts)))
        return torch.cat(vectors).numpy()
    return encode


def widened(state, hidden):
    """The same bag with more components, which begin with next to nothing in them."""
    more = hidden - state["words"].shape[1]
    if more == 0:
        return state
    live = len(state["scale"]) - SINKS
    words, scale = state["words"], state["scale"]
    # A layer norm divides by the root of the mean square, which more components make smaller.
    words = torch.nn.functional.layer_norm(words, words.shape[1:], eps=1e-12) * math.sqrt(hidden / words.shape[1])
    added = torch.randn(len(words), more) * 0.1
    return {"words": torch.cat([words[:, :live], added, words[:, live:]], 1),
            "scale": torch.cat([scale[:live], torch.full([more], scale[:live].mean().item()), scale[live:]])}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=PROJECT.parent / "shared" / "data")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--name", default="bag")
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--batch", type=int, default=2048)
    parser.add_argument("--block", type=int, default=512, help="pairs of a batch that are each other's negatives: the loss is most of the work")
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--limit", type=int, default=128, help="tokens of a text that are used")
    parser.add_argument("--begin", help="start from this checkpoint's words")
    parser.add_argument("--focus", action="store_true", help="documentation more often, and every second batch's blocks each of few sets")
    parser.add_argument("--drop", type=float, default=0.0, help="share of tokens left out of each text, others each time")
    parser.add_argument("--same-side", action="store_true", help="texts of a pair's own side are negatives too")
    parser.add_argument("--hidden", type=int, default=256)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--random", action="store_true", help="start from random vectors, for comparison")
    parser.add_argument("--evaluate-every", type=int, default=200)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(20260101)
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    pairs = Pairs(arguments.work, arguments.focus)
    bag = Bag(tokenizer.get_vocab_size(), arguments.hidden)
    if not arguments.begin:
        start = np.load(arguments.work / "start.npz")
        vectors = start["vectors"]
        if arguments.random:
            vectors = np.random.default_rng(1).standard_normal(vectors.shape).astype(np.float32) / np.sqrt(vectors.shape[1])
        bag.start_from(vectors, start["frequency"])
    optimizer = torch.optim.Adam([{"params": [bag.words], "scale": 1.0}, {"params": [bag.scale], "scale": 0.1}], lr=arguments.rate, betas=(0.9, 0.98))
    if arguments.begin:
        bag.load_state_dict(widened(torch.load(arguments.work / f"{arguments.begin}.pt")["bag"], arguments.hidden))
    checkpoint, step, stop = arguments.work / f"{arguments.name}.pt", 0, Stop()
    if checkpoint.exists():
        state = torch.load(checkpoint)
        bag.load_state_dict(state["bag"])
        optimizer.load_state_dict(state["optimizer"])
        step = state["step"]
    else:
        print("start  ", evaluation.line(evaluation.development(encoder(bag, tokenizer), arguments.work, arguments.data)), flush=True)
    started, losses, number, order = time.time(), [], None, None
    while step < arguments.steps and not stop.asked:
        per_round = int(pairs.weight.sum()) // arguments.batch - 1  # what is drawn varies by less than a batch or two
        if number != step // per_round:
            number = step // per_round
            order, flipped = pairs.drawn(arguments.seed + number)
        part = slice(step % per_round * arguments.batch, (step % per_round + 1) * arguments.batch)
        chosen, turned = order[part], flipped[part]
        if arguments.focus and step % 2:
            by_set = np.argsort(pairs.set[chosen], kind="stable")
            chosen, turned = chosen[by_set], turned[by_set]
        a = np.where(turned, pairs.positive[chosen], pairs.anchor[chosen])
        p = np.where(turned, pairs.anchor[chosen], pairs.positive[chosen])
        ids, starts = flat(pairs.ids, *pairs.stretches(np.concatenate([a, p]), arguments.limit))
        if arguments.drop:
            ids, starts = thinned(ids, starts, arguments.drop)
        vectors = bag(ids, starts)
        loss = sum(contrastive(x, y, pairs.no_negatives(part), (arguments.hidden, 64), arguments.temperature, arguments.same_side) for x, y, part in zip(
            *(half.split(arguments.block) for half in vectors.chunk(2)), np.split(chosen, range(arguments.block, len(chosen), arguments.block))))
        loss = loss * arguments.block / len(chosen)
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * group["scale"] * min(1, (step + 1) / 30, 0.02 + (1 - step / arguments.steps))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        losses.append(loss.item())
        if step % 20 == 0:
            print(f"step {step} loss {np.mean(losses[-20:]):.3f}  {time.time() - started:.0f} s", flush=True)
        if step % arguments.evaluate_every == 0 or step == arguments.steps or stop.asked:
            save(checkpoint, {"bag": bag.state_dict(), "optimizer": optimizer.state_dict(), "step": step})
            print(f"step {step}", evaluation.line(evaluation.development(encoder(bag, tokenizer), arguments.work, arguments.data)), flush=True)
    encode = encoder(bag, tokenizer)
    found, missed = evaluation.questions(encode, PROJECT)
    print(f"questions {found}/120")
    for miss in missed:
        print("  ", *miss)


if __name__ == "__main__":
    main()
