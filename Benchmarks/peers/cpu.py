#!/usr/bin/env python3
"""How fast is NeSy on the CPU beside PyTorch, and how much memory does it take?

Runs `nesy bench` and the same work in PyTorch by turns, round after round, each in a process of its own, and prints one
table: medians, their ratio with the bar that it must reach, peak memory of the processes (the largest resident set),
and what NeSy gains from a second thread. Training steps are with Adam, on both sides in float32. PyTorch keeps images
in both layouts (NCHW and channels last), and the faster counts; a layout that takes a quarter longer in the first round
is left out of the others.

    python3 cpu.py --nesy nesy --out ../results/cpu.md
    python3 cpu.py --nesy nesy --cases mnist,tiny --rounds 5
"""
import argparse
import statistics
import time

from machine import cores, machine
from turns import LAYOUTS, Row, nesy, pytorch, run

# The case of `nesy bench`, and how many times as fast as PyTorch it must be.
WORK = {"vgg16": 1.4, "vgg16-inference": 1.3, "resnet18": 1.0, "mnist": 2.0, "tiny": 1.5}
LAYOUT_NAMES = {"nchw": "NCHW", "channels_last": "channels last"}


class Work(Row):
    """A row of the table."""

    def __init__(self, case):
        super().__init__(operations=None)
        self.case = case
        self.name = self.shape = None
        self.single, self.our_memory = [], []
        self.their_memory = {layout: [] for layout in LAYOUTS}

    def measure(self, options):
        size = dict(batch=options.batch_size, side=options.image_size, samples=options.samples)
        entries, memory = nesy(options.nesy, self.case, "cpu", **size)
        self.name, self.shape = entries[0]["name"], entries[0]["shape"]
        self.ours.append(entries[0]["seconds"])
        self.our_memory.append(memory)
        for layout in LAYOUTS:
            first = self.theirs[layout][:1]
            if first and first[0] > 1.25 * min(self.theirs[other][0] for other in LAYOUTS):
                continue
            peer, memory = pytorch(entries, "cpu", layout, samples=options.samples)
            self.theirs[layout] += peer["seconds"]
            self.their_memory[layout].append(memory)
        alone, _ = nesy(options.nesy, self.case, "cpu", threads=1, **size)
        self.single.append(alone[0]["seconds"])

    def cells(self):
        mine, peer = statistics.median(self.our_memory), statistics.median(self.their_memory[self.layout])
        spread = [f"{min(times) * 1e3:.1f}–{max(times) * 1e3:.1f}" for times in (self.ours, self.theirs[self.layout])]
        return [self.name, self.shape, f"{self.nesy * 1e3:.1f} ({spread[0]})",
                f"{self.pytorch * 1e3:.1f} ({spread[1]})", LAYOUT_NAMES[self.layout], f"**{self.ratio:.2f}**",
                f"{WORK[self.case]:.1f}", f"{mine:.0f}", f"{peer:.0f}", f"{mine / peer:.2f}",
                f"{statistics.median(self.single) / self.nesy:.2f}", str(len(self.ours))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default="nesy")
    parser.add_argument("--cases", default=",".join(WORK))
    parser.add_argument("--batch-size", type=int, help="instead of the usual one of each case")
    parser.add_argument("--image-size", type=int, help="instead of the usual one of each case")
    parser.add_argument("--rounds", type=int, default=5, help="at most")
    parser.add_argument("--samples", type=int, default=3, help="samples of a turn, of which the median counts")
    parser.add_argument("--minutes", type=float, default=6, help="no round is begun that would end later")
    parser.add_argument("--out", help="also write the table to this file")
    options = parser.parse_args()
    works = [Work(case) for case in options.cases.split(",")]

    start, longest = time.monotonic(), 0
    bare, bare_peer = run([options.nesy, "--version"])[1], pytorch([], "cpu", "nchw")
    for number in range(options.rounds):
        begin = time.monotonic()
        if number and begin + longest > start + options.minutes * 60:
            break
        for work in works:
            work.measure(options)
        longest = time.monotonic() - begin

    heads = ["work", "shape", "NeSy ms", "PyTorch ms", "its layout", "ratio", "bar", "NeSy MiB", "PyTorch MiB",
             "ratio", f"1 → {cores()} threads", "rounds"]
    lines = [f"{time.strftime('%Y-%m-%d')}, {machine()}, PyTorch {bare_peer[0]['version']}.", "",
             "| " + " | ".join(heads) + " |", "|---|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|"]
    lines += ["| " + " | ".join(work.cells()) + " |" for work in works]
    lines += ["", f"Medians of the rounds (fastest–slowest), both sides by turns on {cores()} threads; the last column "
              "but one is NeSy's", f"time on one thread over that on {cores()}.", "",
              f"Memory is the peak of the whole process, for which the bar is 1.0. Of it, PyTorch takes "
              f"{bare_peer[1]:.0f} MiB before it has done", f"anything (Python and `import torch`), NeSy {bare:.0f} "
              "MiB."]
    table = "\n".join(lines) + "\n"
    print(table, end="")
    if options.out:
        with open(options.out, "w") as file:
            file.write("# Beside PyTorch on the CPU\n\n" + table)


if __name__ == "__main__":
    main()
