"""NeSy and PyTorch by turns, each in a process of its own that does just the work.

Imports nothing large: a process inherits the peak memory of the one that started it.
"""
import json
import os
import pathlib
import statistics
import subprocess
import sys

LAYOUTS = ["nchw", "channels_last"]


def run(command, text=""):
    """What a process printed, and the most memory that it held, MiB."""
    return measure(command, text)[:2]


def measure(command, text=""):
    """The same, and the seconds that its threads computed."""
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(text)
    process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode}: {' '.join(command)}")
    return output, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def nesy(program, case, device, precision="float32", batch=None, side=None, threads=None, samples=5):
    """The cases of one name as `nesy bench` prints them, and the peak memory."""
    command = [program, "bench", "--json", "--quiet", "--device", device, "--case", case, "--precision", precision,
               "--samples", str(samples)]
    for name, value in [("--batch-size", batch), ("--image-size", side), ("--threads", threads)]:
        if value:
            command += [name, str(value)]
    output, memory = run(command)
    result = json.loads(output)
    if result["precision"] != [precision]:
        sys.exit(f"the device has no {precision}: nesy doctor says why")
    return result["cases"], memory


def pytorch(cases, device, layout, precision="float32", samples=5):
    """Seconds of the same cases, versions, and the peak memory."""
    script = pathlib.Path(__file__).with_name("pytorch.py")
    output, memory = run(
        [sys.executable, str(script), "--device", device, "--layout", layout, "--precision", precision, "--samples",
         str(samples)],
        json.dumps([[case["name"], case["shape"]] for case in cases]))
    return json.loads(output), memory


class Row:
    """What was measured of one case."""

    def __init__(self, operations):
        self.operations = operations
        self.ours = []
        self.theirs = {layout: [] for layout in LAYOUTS}

    @property
    def nesy(self):
        return statistics.median(self.ours)

    @property
    def layout(self):
        """PyTorch's faster one."""
        return min(LAYOUTS, key=lambda layout: statistics.median(self.theirs[layout] or [float("inf")]))

    @property
    def pytorch(self):
        return statistics.median(self.theirs[self.layout])

    @property
    def ratio(self):
        return self.pytorch / self.nesy
