"""ExplaiNN's search in NumPy: the reference that `nesy mine` is compared with.

Robust rules, a rule covers the rows where it applies, one rule for each tail item; L_N(|M|) is charged. Items are rows
of a uint8 matrix, the heads first. `search` returns rules as (heads, tails, l, k) and the bits of the model with them.
"""
import numpy as np


def universal(value):
    """L_N of an integer from 1."""
    bits, term = np.log2(2.865064), np.log2(float(value))
    while term > 0:
        bits, term = bits + term, np.log2(term)
    return bits


def log_factorial(n):
    """log2 n!: Stirling's series, and a table for small n."""
    n = np.asarray(n, dtype=np.float64)
    z = np.maximum(n, SMALL) + 1
    series = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5)
    return np.where(n < SMALL, FACTORIALS[np.minimum(n, SMALL - 1).astype(np.int64)], series / np.log(2))


SMALL = 64
FACTORIALS = np.concatenate([[0], np.cumsum(np.log2(np.arange(1, SMALL)))])


def log_binomial(n, k):
    return np.where((k == 0) | (k == n), 0, log_factorial(n) - log_factorial(k) - log_factorial(np.asarray(n) - k))


def complexity(n):
    """L_pc: the sum of Mononen and Myllymäki in a table, its expansion beyond."""
    n = np.asarray(n, dtype=np.float64)
    x = np.maximum(n, len(COMPLEXITIES))
    root = np.sqrt(np.pi * x / 2)
    expansion = root + 2 / 3 + root / (12 * x) - 4 / (135 * x) + root / (288 * x * x) + 8 / (2835 * x * x)
    small = COMPLEXITIES[np.minimum(n, len(COMPLEXITIES) - 1).astype(np.int64)]
    return np.where(n < len(COMPLEXITIES), small, np.log2(expansion))


def summed_complexity(n):
    total, term = 0.0, 1.0
    for k in range(n + 1):
        total, term = total + term, term * (n - k) / max(n, 1)
    return np.log2(total)


COMPLEXITIES = np.array([0] + [summed_complexity(n) for n in range(1, 256)])


def shared_rows(left, right):
    """How many rows pairs of items share: packed bits, a block of the left ones at a time."""
    def packed(bits):
        bits = np.packbits(bits, axis=1)
        return np.pad(bits, ((0, 0), (0, -bits.shape[1] % 8))).view(np.uint64)

    a, b = packed(left), packed(right)
    counts = np.empty((len(a), len(b)), dtype=np.int64)
    block = max(1, (1 << 24) // max(1, b.size))
    for start in range(0, len(a), block):
        both = a[start:start + block, None, :] & b[None, :, :]
        counts[start:start + block] = np.bitwise_count(both).sum(axis=2, dtype=np.int64)
    return counts


class Search:
    def __init__(self, heads, tails, theta, mu, cap=64):
        self.heads, self.tails, self.theta, self.mu, self.cap = heads, tails, theta, mu, cap
        self.rows = heads.shape[1]
        self.head_usage = heads.sum(axis=1, dtype=np.int64)
        self.tail_usage = tails.sum(axis=1, dtype=np.int64)
        usage = np.concatenate([self.head_usage, self.tail_usage])
        with np.errstate(divide="ignore"):
            codes = np.log2(usage.sum() / usage)
        self.head_codes, self.tail_codes = codes[:len(heads)], codes[len(heads):]
        singletons = log_binomial(self.rows, usage)
        self.tail_singletons = singletons[len(heads):]
        self.baseline = len(usage) * complexity(self.rows) + singletons.sum()

    def price(self, heads, tails):
        """The net cost of the cheapest rule between the items, and its thresholds."""
        across = len(tails) + 1
        counter = self.heads[heads].sum(axis=0, dtype=np.int64)
        bits = self.tails[tails]
        size = (len(heads) + 1) * across
        joint = np.bincount(counter * across + bits.sum(axis=0, dtype=np.int64), minlength=size).reshape(-1, across)
        # Row l - 1 has the rows with at least l heads.
        joint = joint[::-1].cumsum(axis=0)[::-1][1:]
        covered = np.stack([np.bincount(counter[row != 0], minlength=len(heads) + 1) for row in bits], axis=1)
        covered = covered[::-1].cumsum(axis=0)[::-1][1:]
        return self.cheapest(heads, tails, joint, covered)

    def cheapest(self, heads, tails, joint, covered):
        """From rows by thresholds of heads and set tails, and rows of each tail by thresholds of heads."""
        size = len(tails)
        holds = joint[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]
        applies = joint.sum(axis=1, keepdims=True)
        ones = (joint * np.arange(size + 1))[:, ::-1].cumsum(axis=1)[:, ::-1]
        missing = holds * size - ones[:, 1:]
        extra = ones[:, :1] - ones[:, 1:]
        fails = applies - holds
        rest = log_binomial(self.rows, self.tail_usage[tails] - covered) - self.tail_singletons[tails]
        costs = (
            np.array([universal(l + 1) for l in range(len(heads))])[:, None] + rest.sum(axis=1, keepdims=True)
            + complexity(applies) + log_binomial(applies, holds)
            + complexity(holds * size) + log_binomial(holds * size, missing)
            + complexity(fails * size) + log_binomial(fails * size, extra))
        best = int(costs.argmin())
        fixed = (universal(len(heads)) + universal(size) + self.head_codes[heads].sum() + self.tail_codes[tails].sum())
        return costs.flat[best] + fixed, best // size + 1, best % size + 1

    def new_rules(self):
        shared = shared_rows(self.heads, self.tails)
        rules = []
        for tail in range(len(self.tails)):
            confidence = shared[:, tail] / np.maximum(self.head_usage, 1)
            order = np.argsort(-confidence, kind="stable")[:self.cap]
            order = order[(confidence[order] >= self.theta) & (shared[order, tail] > 0)]
            best = None
            in_tail = self.tails[tail] != 0
            counter = np.zeros(self.rows, dtype=np.int64)
            for count, head in enumerate(order, 1):
                counter += self.heads[head]
                both = np.bincount(counter * 2 + in_tail, minlength=2 * (count + 1)).reshape(-1, 2)
                both = both[::-1].cumsum(axis=0)[::-1][1:]
                heads = np.sort(order[:count])
                found = self.cheapest(heads, np.array([tail]), both, both[:, 1:])
                if best is None or found[0] < best[0][0] - 1e-9:
                    best = found, heads
            if best and best[0][0] + universal(len(rules) + 1) - (universal(len(rules)) if rules else 0) < 0:
                rules.append((best[0][0], best[1], np.array([tail]), best[0][1:]))
        return rules

    def merges(self, rules):
        """Pairs of rules whose heads differ in at most mu items, until none saves bits."""
        priced = {}
        numbers = iter(range(len(rules), 1 << 62))
        alive = dict(enumerate(rules))
        fresh = set(alive)
        while True:
            keys = list(alive)
            table = np.zeros((len(keys), len(self.heads)), dtype=np.float32)
            for row, key in enumerate(keys):
                table[row, alive[key][1]] = 1
            sizes = table.sum(axis=1)
            for row, key in enumerate(keys):
                differ = sizes[row] + sizes[row + 1:] - 2 * table[row + 1:] @ table[row]
                for other in np.flatnonzero(differ <= self.mu):
                    partner = keys[row + 1 + other]
                    if key in fresh or partner in fresh:
                        self.offer(priced, alive, key, partner)
            offers = sorted(
                (gain, pair, rule) for pair, (gain, rule) in priced.items() if pair[0] in alive and pair[1] in alive)
            fresh = set()
            for gain, (first, second), rule in offers:
                saved = universal(len(alive) - 1) - universal(len(alive)) if len(alive) > 1 else 0
                if gain + saved >= 0:
                    break
                if first in alive and second in alive:
                    del alive[first], alive[second]
                    number = next(numbers)
                    alive[number] = rule
                    fresh.add(number)
            if not fresh:
                return list(alive.values())

    def offer(self, priced, alive, first, second):
        a, b = alive[first], alive[second]
        tails = np.union1d(a[2], b[2])
        heads = [np.union1d(a[1], b[1])]
        if len(heads[0]) != len(a[1]) or len(heads[0]) != len(b[1]):
            heads.append(np.intersect1d(a[1], b[1]))
        for choice in heads:
            if len(choice) == 0:
                continue
            net, *thresholds = self.price(choice, tails)
            gain = net - a[0] - b[0]
            if (first, second) not in priced or gain < priced[first, second][0]:
                priced[first, second] = gain, (net, choice, tails, tuple(thresholds))

    def total(self, rules):
        return self.baseline + sum(rule[0] for rule in rules) + (universal(len(rules)) if rules else 0)


def search(heads, tails, theta=0.2, mu=2):
    """Rules between two uint8 matrices of items by rows, and the bits before and after."""
    run = Search(heads, tails, theta, mu)
    rules = run.merges(run.new_rules())
    return [(rule[1], rule[2], *rule[3]) for rule in rules], run.baseline, run.total(rules)
