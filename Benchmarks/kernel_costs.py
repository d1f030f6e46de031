#!/usr/bin/env python3
"""What the kernels cost, in counts that do not depend on how busy or fast the machine is.

Carries each kernel of `Kernels` out on one thread under Valgrind (DHAT), which counts instructions, allocations and
their bytes; the costs of starting and of the first call, which makes room, are subtracted. Valgrind's processor has at
most AVX2: counts agree between the machines that have it, for one compiler, and others are refused.

    python3 kernel_costs.py Kernels             # compares with thresholds.json; exit code 1 when a kernel costs more
    python3 kernel_costs.py Kernels --update    # writes thresholds.json
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

THRESHOLDS = pathlib.Path(__file__).with_name("thresholds.json")
# How much more is let through: compilers arrange code differently.
TOLERANCES = {"instructions": 0.03, "allocations": 0, "bytes": 0.03}


def has_avx2():
    """Whether the kernels take the path that the thresholds are of."""
    lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
    return any("avx2" in line.split() for line in lines if line.startswith("flags"))


def counts(binary, name, times, folder):
    """Of a process that carries a kernel out so many times."""
    out = folder / "dhat.json"
    subprocess.run(
        ["valgrind", "--tool=dhat", f"--dhat-out-file={out}", "--quiet", str(binary), name, str(times)], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"})
    profile = json.loads(out.read_text())
    return {"instructions": profile["te"], "allocations": sum(point["tbk"] for point in profile["pps"]),
            "bytes": sum(point["tb"] for point in profile["pps"])}


def costs(binary, name, folder):
    """Of one call when the kernel runs again and again: the second and the third."""
    first, third = counts(binary, name, 1, folder), counts(binary, name, 3, folder)
    return {key: (third[key] - first[key]) // 2 for key in first}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", help="the built executable")
    parser.add_argument("--update", action="store_true", help="write what is measured to thresholds.json")
    options = parser.parse_args()
    if not has_avx2():
        sys.exit("This processor has no AVX2; counts would be those of other code than the thresholds are of.")
    allowed = {} if options.update else json.loads(THRESHOLDS.read_text())
    found, excess = {}, []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        # Valgrind 3.19 cannot read what newer compilers write for debuggers.
        binary = folder / "kernels"
        subprocess.run(["strip", "--strip-debug", "-o", str(binary), options.kernels], check=True)
        names = subprocess.run([str(binary)], check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
        print("| kernel, one call | instructions | allocations | bytes allocated |\n|---|---:|---:|---:|")
        for name in names:
            cost = found[name] = costs(binary, name, folder)
            print(f"| {name} | {cost['instructions']:,} | {cost['allocations']:,} | {cost['bytes']:,} |", flush=True)
            for key, value in allowed.get(name, {}).items():
                if cost[key] > value * (1 + TOLERANCES[key]):
                    excess.append(f"{name}: {cost[key]:,} {key}, allowed are {value:,}")
    if options.update:
        THRESHOLDS.write_text(json.dumps(found, indent=2) + "\n")
        return
    excess += [f"{name}: has no threshold" for name in found if name not in allowed]
    excess += [f"{name}: is not there" for name in allowed if name not in found]
    for line in excess:
        print(line, file=sys.stderr)
    sys.exit(1 if excess else 0)


if __name__ == "__main__":
    main()
