#!/usr/bin/env python3
"""How fast `nesy induce` reads a CSV, beside pandas and Python's own reader, alternated in one run.

    python3 csv_speed.py [--nesy PATH] [--megabytes N] [--out FILE]

The rules are cut short (--tail 1 keeps none), so that reading is what is done; the seconds are those that
`induce --json` gives for loading.
"""
import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time


def write_table(path, megabytes, cell, columns):
    """Rows of cells until the file is large enough; rows repeat after a while to keep writing fast."""
    rng = random.Random(0)
    lines = []
    for i in range(20_000):
        lines.append(",".join(cell(rng) for _ in range(columns)) + f",{'ab'[i % 2]}\n")
    block = "".join(lines)
    with open(path, "w") as file:
        file.write(",".join(f"c{i}" for i in range(columns)) + ",label\n")
        while file.tell() < megabytes * 1e6:
            file.write(block)
    return os.path.getsize(path) / 1e6


def nesy_seconds(nesy, path, folder):
    result = subprocess.run(
        [nesy, "induce", path, "--label", "label", "--tail", "1", "--out", folder, "--force", "--json", "--quiet"],
        check=True, capture_output=True, text=True)
    return json.loads(result.stdout)["seconds"]["load"]


def pandas_seconds(path):
    import pandas
    start = time.perf_counter()
    pandas.read_csv(path)
    return time.perf_counter() - start


def reader_seconds(path):
    start = time.perf_counter()
    with open(path, newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default=".build/release/nesy")
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--out")
    arguments = parser.parse_args()
    peers = [("csv.reader", reader_seconds)]
    try:
        import pandas
        peers.insert(0, (f"pandas {pandas.__version__}", pandas_seconds))
    except ImportError:
        print("pandas is not installed and left out")
    kinds = [
        ("256 columns of 0 and 1", lambda r: r.choice("01"), 256),
        ("24 columns of 3 decimals", lambda r: f"{r.random() * 100:.3f}", 24),
        ("24 columns of words", lambda r: r.choice(["red", "green", "blue", "", "?"]), 24),
    ]
    lines = [
        f"Machine: {platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}. MB/s, medians of 3.",
        "", "| table | NeSy | " + " | ".join(name for name, _ in peers) + " |", "|---|---|" + "---|" * len(peers)]
    with tempfile.TemporaryDirectory() as folder:
        path = folder + "/table.csv"
        for title, cell, columns in kinds:
            size = write_table(path, arguments.megabytes, cell, columns)
            seconds = [[] for _ in range(len(peers) + 1)]
            for _ in range(3):
                seconds[0].append(nesy_seconds(arguments.nesy, path, folder + "/rules"))
                for index, (_, peer) in enumerate(peers):
                    seconds[index + 1].append(peer(path))
            cells = [f"{size / statistics.median(s):,.0f}" for s in seconds]
            lines.append(f"| {title} | " + " | ".join(cells) + " |")
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.out:
        with open(arguments.out, "w") as file:
            file.write(text)


if __name__ == "__main__":
    main()
