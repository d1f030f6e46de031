"""Tables with rules planted in them, for ExplaiNN."""
import numpy as np


def planted(rules, rows=10_000, exclusive=True, flips=0.001, noise=5, seed=0):
    """Heads and tails, uint8 of items by rows, and the planted pairs of item sets.

    Each rule has 1 to 5 items on each side. In a share U(.02, .08) of the rows it sets heads - one of them at random
    where they are exclusive, else each with probability a half and at least one - and in a share U(.5, 1) of those all
    its tails. On each side there are besides `noise` items that belong to no rule; at last cells are flipped.
    """
    random = np.random.default_rng(seed)
    sizes = random.integers(1, 6, size=(rules, 2))
    heads = np.zeros((sizes[:, 0].sum() + noise, rows), dtype=np.uint8)
    tails = np.zeros((sizes[:, 1].sum() + noise, rows), dtype=np.uint8)
    truth, head, tail = [], 0, 0
    for width, height in sizes:
        chosen = np.flatnonzero(random.random(rows) < random.uniform(0.02, 0.08))
        first = head + random.integers(0, width, size=len(chosen))
        heads[first, chosen] = 1
        if not exclusive:
            heads[head:head + width, chosen] |= random.random((width, len(chosen))) < 0.5
        holds = chosen[random.random(len(chosen)) < random.uniform(0.5, 1)]
        tails[tail:tail + height, holds] = 1
        truth.append((tuple(range(head, head + width)), tuple(range(tail, tail + height))))
        head, tail = head + width, tail + height
    for layer in (heads, tails):
        layer[len(layer) - noise:] = random.random((noise, rows)) < random.uniform(0.02, 0.08, size=(noise, 1))
        layer ^= random.random(layer.shape) < flips
    return heads, tails, truth
