#!/usr/bin/env python3
"""FOLD-SE-M in plain Python against `nesy induce`, on the same generated tables in one run.

    python3 fold_se.py [--nesy PATH] [--quick] [--out FILE]

Prints one Markdown table: rows x features x classes, seconds of the fit in Python and in NeSy (NeSy before, between and
after, median of three), the ratio, and whether both classify every row alike. The Python side is the straightforward
algorithm over lists and dictionaries, as published implementations of this family are written.
"""
import argparse
import csv
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict

RATIO, TAIL = 0.8, 0.005


def literal_order(values):
    """Ascending, except '1' before '0'."""
    return sorted(values, key=lambda v: (v != "1", v) if v in ("0", "1") else (True, v))


class Learner:
    def __init__(self, rows, names, tail):
        self.rows, self.names, self.tail = rows, names, tail

    def best_literal(self, positives, negatives, used):
        best, literal = -math.inf, None
        total_p, total_n = len(positives), len(negatives)
        for attribute in range(len(self.names)):
            pos, neg = defaultdict(int), defaultdict(int)
            for i in positives:
                pos[self.rows[i][attribute]] += 1
            for i in negatives:
                neg[self.rows[i][attribute]] += 1
            for value in literal_order(set(pos) | set(neg)):
                tp, fp = pos[value], neg[value]
                fn, tn = total_p - tp, total_n - fp
                for equal, (a, b, c, d) in ((True, (tp, fn, tn, fp)), (False, (fn, tp, fp, tn))):
                    if (attribute, value) in used:
                        continue
                    if a + c < d + b:
                        continue
                    score = -(math.sqrt(a * d) + math.sqrt(c * b))
                    if score > best:
                        best, literal = score, (attribute, value, equal)
        return literal

    def holds(self, literal, row):
        attribute, value, equal = literal
        return (self.rows[row][attribute] == value) == equal

    def covers(self, rule, row):
        body, exceptions = rule
        return all(self.holds(l, row) for l in body) and not any(self.covers(e, row) for e in exceptions)

    def learn_rule(self, positives, negatives, used):
        body = []
        while True:
            literal = self.best_literal(positives, negatives, used)
            if literal is None:
                return body, []
            before = len(positives) + len(negatives)
            kept_p = [i for i in positives if self.holds(literal, i)]
            kept_n = [i for i in negatives if self.holds(literal, i)]
            removes_nothing = len(kept_p) + len(kept_n) == before
            suffices = len(kept_n) <= len(kept_p) * RATIO
            # A literal that removes no row ends the body, as in NeSy unless told otherwise.
            if removes_nothing and not suffices and body:
                return body, []
            body.append(literal)
            used = used | {literal[:2]}
            positives, negatives = kept_p, kept_n
            if suffices:
                return body, self.learn_set(negatives, positives, used) if negatives else []
            if removes_nothing:
                return body, []

    def learn_set(self, positives, negatives, used):
        rules = []
        while positives:
            rule = self.learn_rule(positives, negatives, used)
            missed = [i for i in positives if not self.covers(rule, i)]
            if len(missed) == len(positives) or len(positives) - len(missed) < self.tail:
                break
            positives = missed
            rules.append(rule)
        return rules

    def fit(self, labels):
        rules, rest, pruned = [], list(range(len(self.rows))), set()
        while True:
            counts = defaultdict(int)
            for i in rest:
                if labels[i] not in pruned:
                    counts[labels[i]] += 1
            if not counts:
                return rules
            most = max(counts.values())
            tied = {c for c, n in counts.items() if n == most}
            firsts = []
            for i in rest:
                if labels[i] in tied and labels[i] not in firsts:
                    firsts.append(labels[i])
            target = firsts[-1]
            positives = [i for i in rest if labels[i] == target]
            negatives = [i for i in rest if labels[i] != target]
            rule = self.learn_rule(positives, negatives, frozenset())
            missed = [i for i in positives if not self.covers(rule, i)]
            if len(positives) - len(missed) < max(1, self.tail):
                pruned.add(target)
                continue
            rules.append((target, rule))
            rest = missed + [i for i in negatives if not self.covers(rule, i)]

    def classify(self, rules, row):
        for index, (label, rule) in enumerate(rules):
            if self.covers(rule, row):
                return label
        return ""


def python_side(path):
    with open(path, newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        rows = list(reader)
    column = header.index("label")
    labels = [row[column] for row in rows]
    names = [name for name in header if name != "label"]
    rows = [row[:column] + row[column + 1:] for row in rows]
    learner = Learner(rows, names, math.floor(TAIL * len(rows)))
    start = time.perf_counter()
    rules = learner.fit(labels)
    seconds = time.perf_counter() - start
    return seconds, [learner.classify(rules, i) for i in range(len(rows))]


def nesy_side(nesy, path, folder):
    command = [
        nesy, "induce", path, "--label", "label", "--ratio", str(RATIO), "--tail", str(TAIL), "--out", folder, "--json",
        "--force",
    ]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    with open(folder + "/predictions.csv", newline="") as file:
        predictions = [row["class"] for row in csv.DictReader(file)]
    return result["seconds"]["fit"], predictions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default=".build/release/nesy")
    parser.add_argument("--quick", action="store_true", help="small shapes only")
    parser.add_argument("--out", help="also write the table to this file")
    arguments = parser.parse_args()
    shapes = [(1_000, 64, 2), (1_000, 512, 2), (3_000, 64, 10)]
    if not arguments.quick:
        shapes += [(10_000, 512, 2), (10_000, 64, 10), (100_000, 64, 2)]
    lines = [
        f"Machine: {platform.processor() or platform.machine()}, {os.cpu_count()} cores; Python "
        f"{platform.python_version()}; ratio {RATIO}, tail {TAIL}.", "",
        "| rows x features x classes | Python s | NeSy s | ratio | rows classified alike |",
        "|---|---|---|---|---|",
    ]
    alike = True
    with tempfile.TemporaryDirectory() as folder:
        for rows, features, classes in shapes:
            path = folder + "/table.csv"
            subprocess.run(
                [arguments.nesy, "generate", "table", "--out", path, "--rows", str(rows), "--columns", str(features),
                 "--classes", str(classes), "--noise", "0.08", "--seed", "1", "--force", "--quiet"],
                check=True, capture_output=True)
            ours = [nesy_side(arguments.nesy, path, folder + "/rules")]
            theirs = python_side(path)
            ours += [nesy_side(arguments.nesy, path, folder + "/rules") for _ in range(2)]
            seconds = statistics.median(side[0] for side in ours)
            same = sum(a == b for a, b in zip(theirs[1], ours[0][1])) / rows
            alike = alike and same == 1
            lines.append(
                f"| {rows:,} x {features} x {classes} | {theirs[0]:.2f} | {seconds:.4f} | {theirs[0] / seconds:,.0f} x "
                f"| {100 * same:.2f} % |")
            print(lines[-1], file=sys.stderr)
    text = "\n".join(lines) + "\n"
    print(text)
    if arguments.out:
        with open(arguments.out, "w") as file:
            file.write(text)
    sys.exit(0 if alike else 1)


if __name__ == "__main__":
    main()
