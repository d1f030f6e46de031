#!/usr/bin/env python3
"""How fast are filters named by similarities of images and words?

Trains a network of 512 filters on 10,000 small rooms for a moment, makes similarities and embeddings of 20,000 words, and
lets `nesy label` name all filters by them, in each type that NumPy saves. Beside it NumPy computes the published score
(CLIP-Dissect's soft WPMI) from the same file, by turns. Seconds are those of the naming: for NeSy without the forward passes,
with the reading of the file, the significance test over 999 random sets and the choice of names; for NumPy the reading and
the scores alone. CPU seconds are of the whole process, NeSy's with the forward passes.

    python3 similarity.py --nesy nesy --out ../results/similarity.md
    python3 similarity.py --nesy nesy --images 1000 --concepts 2000   # a try
"""
import argparse
import json
import os
import pathlib
import statistics
import sys
import tempfile
import time
from importlib.metadata import version

from machine import machine
from turns import measure, run

# A process of its own: its peak memory is the peer's.
PEER = """
import sys, time
import numpy as np
path, filters = sys.argv[1], int(sys.argv[2])
begin = time.perf_counter()
similarities = np.load(path)["similarities"].astype(np.float32, copy=False)
images, top = len(similarities), 100
norms = np.random.default_rng(1).random((images, filters), dtype=np.float32)
for start in range(0, images, 500):
    rows = 10 * similarities[start:start + 500]
    rows = np.exp(rows - rows.max(1, keepdims=True))
    similarities[start:start + 500] = rows / rows.sum(1, keepdims=True)
p = (0.998 - np.arange(top, dtype=np.float32) / top * np.float32(0.028))[:, None]
scores = np.empty((filters, similarities.shape[1]), np.float32)
for f in range(filters):
    best = np.argpartition(-norms[:, f], top)[:top]
    best = best[np.argsort(-norms[best, f], kind="stable")]
    scores[f] = np.log(1 + p * (similarities[best] - 1) + np.float32(1e-7)).sum(0)
most = scores.max(0)
scores -= most + np.log(np.exp(scores - most).mean(0))
print(time.perf_counter() - begin)
"""


def label(program, folder, *options, threads):
    """Seconds of the naming; the peak memory, MiB, and the CPU seconds of the whole command."""
    output, memory, computed = measure([program, "label", str(folder / "run"), *map(str, options), "--all-filters", "--force", "--json",
                "--quiet", "--device", "cpu", "--threads", str(threads)])
    return json.loads(output)["seconds"]["label"], memory, computed


def peer(path, filters, threads):
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = str(threads)
    output, memory, computed = measure([sys.executable, "-c", PEER, str(path), str(filters)])
    return float(output), memory, computed


def make(program, folder, images, concepts, filters):
    """A run with rules on so many images, and the files."""
    import numpy as np

    for command in [
        ["generate", "rooms", "--out", folder / "rooms", "--size", "32", "--train", images, "--val", 0, "--test", 30,
         "--train-balanced", 0],
        ["train", folder / "rooms", "--out", folder / "run", "--epochs", 1, "--filters", filters],
        ["extract", folder / "run"],
    ]:
        run([program, *map(str, command), "--quiet"])
    random = np.random.default_rng(0)
    words = [f"word {i}" for i in range(concepts)]
    left = random.standard_normal((images, 512), dtype=np.float32)
    right = random.standard_normal((concepts, 512), dtype=np.float32)
    np.savez(folder / "images.npz", embeddings=left)
    np.savez(folder / "words.npz", embeddings=right, concepts=words)
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    similarities = left @ right.T
    np.savez(folder / "f4.npz", similarities=similarities, concepts=words)
    np.savez(folder / "f2.npz", similarities=similarities.astype(np.float16), concepts=words)
    np.savez(folder / "f8.npz", similarities=similarities.astype(np.float64), concepts=words)
    np.savez_compressed(folder / "packed.npz", similarities=similarities.astype(np.float16), concepts=words)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default="nesy")
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--concepts", type=int, default=20_000)
    parser.add_argument("--filters", type=int, default=512)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", help="where files are kept for another time")
    parser.add_argument("--out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.folder or temporary)
        if not (folder / "packed.npz").exists():
            folder.mkdir(parents=True, exist_ok=True)
            # A process of its own, so that what it holds is not inherited.
            if os.fork() == 0:
                make(options.nesy, folder, options.images, options.concepts, options.filters)
                os._exit(0)
            if os.wait()[1] != 0:
                sys.exit("the files could not be made")
        lines = [f"{time.strftime('%Y-%m-%d')}, {machine()}, NumPy {version('numpy')}.", "",
                 f"{options.filters:,} filters named by {options.concepts:,} concepts on {options.images:,} images, "
                 f"{options.threads} threads; medians of {options.repeats} rounds,", "both sides by turns.", "",
                 "| evidence | file | NeSy s | CPU s | MiB | NumPy s | CPU s | MiB | ratio | bar: 30 s, 1 GB |",
                 "|---|---:|---:|---:|---:|---:|---:|---:|---:|---|"]
        print("\n".join(lines), flush=True)
        for name, arguments, other in [
            ("similarities, float32", ["--similarity", folder / "f4.npz"], folder / "f4.npz"),
            ("similarities, float16", ["--similarity", folder / "f2.npz"], folder / "f2.npz"),
            ("similarities, float64", ["--similarity", folder / "f8.npz"], folder / "f8.npz"),
            ("similarities, float16, compressed", ["--similarity", folder / "packed.npz"], folder / "packed.npz"),
            ("similarities, float32, published baseline", ["--similarity", folder / "f4.npz", "--baseline", "filters"], None),
            ("embeddings of 512", ["--embeddings", folder / "images.npz", folder / "words.npz"], None),
        ]:
            ours, theirs = [], []
            for _ in range(options.repeats):
                ours.append(label(options.nesy, folder, *arguments, threads=options.threads))
                if other:
                    theirs.append(peer(other, options.filters, options.threads))
            seconds, memory = statistics.median(one[0] for one in ours), max(one[1] for one in ours)
            computed = statistics.median(one[2] for one in ours)
            size = sum(path.stat().st_size for path in arguments if isinstance(path, pathlib.Path)) / 2**20
            beside = ["", "", "", ""]
            if theirs:
                median = statistics.median(one[0] for one in theirs)
                beside = [f"{median:.1f}", f"{statistics.median(one[2] for one in theirs):.1f}",
                          f"{max(one[1] for one in theirs):.0f}", f"{median / seconds:.1f}"]
            verdict = "met" if seconds <= 30 and memory * 2**20 <= 1e9 else "MISSED"
            cells = [name, f"{size:.0f} MiB", f"{seconds:.1f}", f"{computed:.1f}", f"{memory:.0f}", *beside, verdict]
            lines.append("| " + " | ".join(cells) + " |")
            print(lines[-1], flush=True)
        lines += ["", "Seconds are those of the naming: of NeSy the reading of the file, the scores, a significance test "
                  "over 999 random", "sets and the choice of names; of NumPy the reading and the published score (soft WPMI) "
                  "alone. CPU seconds and MiB are", "those of the whole process, of NeSy with the forward passes."]
        print("\n".join(lines[-4:]))
        if options.out:
            pathlib.Path(options.out).write_text("# Names by similarities beside NumPy\n\n" + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
