#!/usr/bin/env python3
"""Second stage: the encoder, which starts as the first stage's bag of words, contrastively over all pairs.

    python train_encoder.py --work WORK                    # until it is stopped; continues where it was
    python train_encoder.py --work WORK --decay 400        # the end: the learning rate falls to nothing in 400 steps

Writes WORK/encoder.pt: weights, their running average, the optimizer and the step. CUDA where there is one.
WORK/encoder.best.pt is what it was when its average had the best figures. Where a rate is too high for long, all
vectors become one; the run then ends.
"""

import argparse
import pathlib
import shutil
import sys
import time

import numpy as np
import torch
from tokenizers import Tokenizer

import evaluation
from model import Bag, Encoder, Shape, flat
from training import Pairs, Stop, contrastive, save

ROUGH = True  # bfloat16 products: many times as fast as float32's where the processor has them (AVX-512 BF16, AMX)
PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent


def encoder(network, tokenizer, device, limit=256):
    """Texts to unit vectors, those of like length together."""
    def encode(texts):
        encoded = [e.ids for e in tokenizer.encode_batch_fast(list(texts))]
        encoded = [i if len(i) <= limit else i[:limit - 1] + i[-1:] for i in encoded]
        order = np.array(sorted(range(len(encoded)), key=lambda i: len(encoded[i])))
        vectors = np.zeros((len(encoded), network.embeddings["word_embeddings"].weight.shape[1]), dtype=np.float32)
        for start in range(0, len(order), 128):
            part = order[start:start + 128]
            ids = torch.tensor([t for i in part for t in encoded[i]])
            with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=ROUGH):
                vectors[part] = network(ids, np.array([len(encoded[i]) for i in part])).float().cpu().numpy()
        return vectors
    return encode


def like(vectors, size):
    """Which vectors are near each other, [groups][SIZE]: halved again and again at the median along the way from one to another.

    There are SIZE times a power of two of them."""
    rng, parts = np.random.default_rng(1), [np.arange(len(vectors))]
    while len(parts[0]) > size:
        halved = []
        for part in parts:
            a, b = vectors[rng.choice(part, 2, replace=False)]
            order = part[np.argpartition(vectors[part] @ (a - b), len(part) // 2)]
            halved += [order[:len(part) // 2], order[len(part) // 2:]]
        parts = halved
    return np.stack(parts)


def batches(pairs, number, size, bag, near):
    """A round's batches in random order, half of them of groups of NEAR pairs about similar things, which are hard to tell apart."""
    order, _ = pairs.drawn(2000 + number)
    rng = np.random.default_rng(3000 + number)
    found, pool = [], near
    while pool * 2 <= min(len(order) // 4, 65536):
        pool *= 2
    for turn, start in enumerate(range(0, len(order) - pool + 1, pool)):
        part = order[start:start + pool]
        if turn % 2:
            with torch.no_grad():
                ids, starts = flat(pairs.ids, *pairs.stretches(np.concatenate([pairs.anchor[part], pairs.positive[part]]), 64))
                sides = bag(ids, starts).chunk(2)
                groups = like(torch.nn.functional.normalize(sides[0] + sides[1]).numpy(), near)
            part = part[groups[rng.permutation(len(groups))]].ravel()
        found += [part[i:i + size] for i in range(0, pool - size + 1, size)]
    rng.shuffle(found)
    return found


def vectors(network, pairs, chosen, limit, rng):
    """Both sides' vectors of the chosen pairs, all texts in one go."""
    begins, lengths = pairs.cropped(chosen, limit, rng)
    ids, _ = flat(pairs.ids, begins, lengths)
    return network(ids, lengths + 2).float().chunk(2), len(ids)


def optimizer_of(network, words_rate=0.0, rate=0.0):
    """Adam, whose groups are the embeddings and all else, each with its RATE; and the latter's parameters."""
    words = [p for n, p in network.named_parameters() if "word_embeddings" in n]
    others = [p for n, p in network.named_parameters() if "word_embeddings" not in n and "token_type" not in n]
    groups = [{"params": words, "rate": words_rate}, {"params": others, "rate": rate}]
    return torch.optim.Adam(groups, lr=rate, betas=(0.9, 0.98), fused=True), others


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, default=PROJECT.parent / "shared" / "data")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--name", default="encoder")
    parser.add_argument("--bag", default="bag")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--intermediate", type=int, default=512)
    parser.add_argument("--batch", type=int, default=512)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--words-rate", type=float, default=1e-3, help="learning rate of the embeddings")
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--limit", type=int, default=64, help="tokens of a text that are used")
    parser.add_argument("--near", type=int, default=32, help="pairs about similar things that half of the batches have together")
    parser.add_argument("--focus", action="store_true", help="documentation more often")
    parser.add_argument("--same-side", action="store_true", help="texts of a pair's own side are negatives too")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--average", type=float, default=0.98, help="decay of the running average of the weights")
    parser.add_argument("--decay", type=int, default=0, help="steps in which the learning rate falls to nothing, after which the run ends")
    parser.add_argument("--steps", type=int, default=10**9, help="end at this step")
    parser.add_argument("--evaluate-every", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(20260101)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    pairs = Pairs(arguments.work, arguments.focus)
    shape = Shape(tokenizer.get_vocab_size(), layers=arguments.layers, intermediate=arguments.intermediate)
    network, average = Encoder(shape).to(device), Encoder(shape).to(device)
    bag = Bag(shape.vocabulary)
    bag.load_state_dict(torch.load(arguments.work / f"{arguments.bag}.pt")["bag"])
    checkpoint, step, stop = arguments.work / f"{arguments.name}.pt", 0, Stop()
    best, best_checkpoint = 0.0, arguments.work / f"{arguments.name}.best.pt"
    optimizer, others = optimizer_of(network, arguments.words_rate, arguments.rate)
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        network.load_state_dict(state["network"])
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, best = state["step"], state.get("best", 0.0)
        for group, rate in zip(optimizer.param_groups, (arguments.words_rate, arguments.rate)):
            group["rate"] = rate
    else:
        network.start_as(bag)
        average.load_state_dict(network.state_dict())
    last = step + arguments.decay if arguments.decay else arguments.steps
    first, started, losses, tokens, planned = step, time.time(), [], 0, []
    saved = time.time()
    while step < last and not stop.asked:
        if not planned:
            planned = batches(pairs, arguments.seed + step, arguments.batch, bag, arguments.near)
        chosen = planned.pop()
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=ROUGH):
            sides, count = vectors(network, pairs, chosen, arguments.limit, np.random.default_rng(4000 + step))
        tokens += count
        loss = contrastive(*sides, pairs.no_negatives(chosen).to(device), (256, 64), arguments.temperature, arguments.same_side)
        share = min(1, (step + 1) / 40, (last - step) / arguments.decay if arguments.decay else 1)
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * share
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        optimizer.step()
        step += 1
        with torch.no_grad():
            decay = min(arguments.average, (step + 1) / (step + 10))
            for mean, value in zip(average.parameters(), network.parameters()):
                mean.lerp_(value, 1 - decay)
        losses.append(loss.item())
        if step % 20 == 0:
            spent = time.time() - started
            print(f"step {step} loss {np.mean(losses[-20:]):.3f}  {tokens / spent:.0f} tokens/s  {spent:.0f} s", flush=True)
        evaluate = step % arguments.evaluate_every == 0 or step == last
        if evaluate or stop.asked or time.time() - saved > 180:
            save(checkpoint, {"network": network.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                              "step": step, "best": best, "shape": vars(shape)})
            saved = time.time()
        if evaluate and not stop.asked:
            figures = evaluation.development(encoder(average.eval(), tokenizer, device), arguments.work, arguments.data)
            print(f"step {step} average:", evaluation.line(figures), flush=True)
            if figures["mean"] >= best:
                best = figures["mean"]
                shutil.copyfile(checkpoint, best_checkpoint)
            elif figures["mean"] < best / 2:
                sys.exit(f"all vectors became one; go on from {best_checkpoint} at a lower rate")
    print(f"ends at step {step} after {step - first} steps", flush=True)


if __name__ == "__main__":
    main()
