#!/usr/bin/env python3
"""How fast does `nesy mine` find rules between two layers?

Generates tables, mines them with NeSy on one core, and beside it with the same search in NumPy (explainn_numpy.py) or,
for all pairs of items at minimal support, with mlxtend; prints one table with the bars. Seconds are those of the search
alone, without reading files. Where both sides search, bits before and after are compared.

    python3 explainn.py --nesy nesy --out ../results/explainn.md
    python3 explainn.py --nesy nesy --run runs/fashion   # also a network's own layers
    python3 explainn.py --nesy nesy --large              # also 1.28 million rows: 5 GB of disk, some minutes
"""
import argparse
import importlib.util
import json
import os
import pathlib
import tempfile
import time

# One core for NumPy as well.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np
from numpy.lib.format import open_memmap

import explainn_numpy
from planted import planted
from turns import run


class Table:
    """What was measured, as it is printed."""
    HEADS = ["table", "rows", "items", "NeSy s", "bar s", "beside", "s", "ratio", "rules", "bits"]

    def __init__(self):
        self.lines = []
        self.row(self.HEADS)
        self.row(["---"] + ["---:"] * 4 + ["---"] + ["---:"] * 4)

    def row(self, cells):
        self.lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
        print(self.lines[-1], flush=True)


def mine(program, folder, *layers, threads=1, repeats=3):
    """The result of `nesy mine` with the least seconds of search, and the peak memory, MiB."""
    best = None
    for _ in range(repeats):
        output, memory = run([program, "mine", *map(str, layers), "--out", str(folder / "rules"), "--force", "--json",
                              "--quiet", "--threads", str(threads), "--device", "cpu"])
        result = json.loads(output)
        result["search"] = sum(result["seconds"][part] for part in ("count", "new", "merge"))
        if best is None or result["search"] < best[0]["search"]:
            best = result, memory
    return best


def write(folder, heads, tails):
    """Two files, rows by items."""
    paths = folder / "heads.npy", folder / "tails.npy"
    np.save(paths[0], np.ascontiguousarray(heads.T))
    np.save(paths[1], np.ascontiguousarray(tails.T))
    return paths


def against_numpy(table, options, folder, rules, bar):
    heads, tails, truth = planted(rules)
    ours, _ = mine(options.nesy, folder, *write(folder, heads, tails))
    start = time.perf_counter()
    found, baseline, total = explainn_numpy.search(heads, tails)
    seconds = time.perf_counter() - start
    assert abs(ours["bits"]["baseline"] - baseline) < 1e-3, "both sides must begin with the same bits"
    recovered = len({(tuple(rule[0]), tuple(rule[1])) for rule in found} & set(truth))
    table.row([f"{rules} planted rules", heads.shape[1], len(heads) + len(tails), f"{ours['search']:.3f}", bar or "",
               f"NumPy, {recovered} recovered", f"{seconds:.2f}", f"**{seconds / ours['search']:.1f}**",
               len(ours["rules"]), f"{ours['bits']['total']:.1f}, NumPy {total:.1f}"])


def against_mlxtend(table, options, folder):
    if importlib.util.find_spec("mlxtend") is None:
        print("mlxtend is not installed: pip install mlxtend")
        return
    import pandas
    from mlxtend.frequent_patterns import apriori, association_rules

    heads, tails, _ = planted(80)
    ours, _ = mine(options.nesy, folder, *write(folder, heads, tails))
    frame = pandas.DataFrame(np.concatenate([heads, tails]).T.astype(bool))
    start = time.perf_counter()
    sets = apriori(frame, min_support=1 / len(frame), max_len=2)
    pairs = association_rules(sets, metric="confidence", min_threshold=0)
    seconds = time.perf_counter() - start
    table.row(["80 planted rules", len(frame), frame.shape[1], f"{ours['search']:.3f}", f"{seconds / 100:.3f}",
               "mlxtend apriori, pairs", f"{seconds:.1f}", f"**{seconds / ours['search']:.0f}**",
               f"{len(ours['rules'])}, mlxtend {len(pairs):,}", ""])


def labels_to_positions(table, options, folder):
    """The classes that a trained network names, and the positions of its first convolution."""
    ours, _ = mine(options.nesy, folder, options.run, "--heads", "output", "--tails", "relu1", repeats=1)
    table.row(["classes to the positions of relu1", ours["rows"], ours["heads"] + ours["tails"], f"{ours['search']:.2f}",
               3, "", "", "", len(ours["rules"]), f"{ours['bits']['total']:.0f}"])


def labels_to_neurons(table, options, folder):
    """As ImageNet's 1.28 million images, their labels and 4,096 neurons; written a block of rows at a time."""
    rows, labels, neurons, block = 1_281_167, 1000, 4096, 1 << 14
    random = np.random.default_rng(0)
    label = random.integers(0, labels, size=rows)
    prefers = np.where(random.random((labels, neurons)) < 0.02, 0.6, 0.09).astype(np.float32)
    np.save(folder / "heads.npy", label)
    bits = open_memmap(folder / "tails.npy", mode="w+", dtype=np.uint8, shape=(rows, neurons))
    for start in range(0, rows, block):
        share = prefers[label[start:start + block]]
        bits[start:start + block] = random.random(share.shape, dtype=np.float32) < share
    del bits
    ours, memory = mine(options.nesy, folder, folder / "heads.npy", folder / "tails.npy", repeats=1)
    table.row(["1,000 labels to 4,096 neurons, counting", rows, labels + neurons, f"{ours['seconds']['count']:.2f}", 1,
               "", "", "", "", ""])
    table.row([f"the whole search, with {memory:.0f} MiB (bar 1,300 MB)", rows, labels + neurons,
               f"{ours['search']:.1f}", 60, "", "", "", len(ours["rules"]), f"{ours['bits']['total']:.0f}"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default="nesy")
    parser.add_argument("--rules", default="50,100,500", help="planted rules of the tables that both search")
    parser.add_argument("--run", help="also mine this run of nesy train --arch mnist on 60,000 images")
    parser.add_argument("--large", action="store_true", help="also 1.28 million rows")
    parser.add_argument("--out", help="also write the table to this file")
    options = parser.parse_args()
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for rules in map(int, options.rules.split(",")):
            against_numpy(table, options, folder, rules, 0.4 if rules == 500 else None)
        against_mlxtend(table, options, folder)
        if options.run:
            labels_to_positions(table, options, folder)
        if options.large:
            labels_to_neurons(table, options, folder)
    note = (f"{time.strftime('%Y-%m-%d')}, one core, NumPy {np.__version__}; seconds of the search without reading files. "
            "The ratio is above 1 where NeSy is faster.")
    if options.out:
        with open(options.out, "w") as file:
            file.write("# ExplaiNN\n\n" + note + "\n\n" + "\n".join(table.lines) + "\n")


if __name__ == "__main__":
    main()
