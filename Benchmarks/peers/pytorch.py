#!/usr/bin/env python3
"""PyTorch's side of `nesy bench`: reads names and shapes of cases as NeSy prints them, and prints seconds of each.

    echo '[["mnist, training step", "128 x 28 x 28 x 1"]]' | python3 pytorch.py --layout channels_last

A process for each layout, so that its peak memory is that of the work; with an empty list, that of PyTorch alone.
"""
import argparse
import json
import re
import statistics
import sys
import time

import torch
from torch.nn import functional as F

from networks import network

LAYOUTS = {"nchw": torch.contiguous_format, "channels_last": torch.channels_last}


class Bench:
    def __init__(self, device, layout, samples):
        self.device = torch.device(device)
        self.layout = LAYOUTS[layout]
        self.samples = samples

    def seconds(self, work, least=0.05):
        """The median of several samples, the first calls not counted."""
        def wait():
            if self.device.type == "cuda":
                torch.cuda.synchronize()

        def sample(times):
            wait()
            start = time.perf_counter()
            for _ in range(times):
                work()
            wait()
            return (time.perf_counter() - start) / times

        sample(1)
        times = max(1, min(10000, int(least / max(sample(1), 1e-7))))
        return statistics.median(sample(times) for _ in range(self.samples))

    def time(self, name, shape):
        family, work = name.split(", ")
        if family == "convolution":
            return self.convolution(shape, work)
        return {"training step": self.step, "inference": self.inference}[work](family, shape)

    def convolution(self, shape, name):
        """One pass of a convolution of a shape such as 3x3, 64 to 64, 32 x 56 x 56."""
        kernel, inputs, outputs, batch, height, width = map(
            int, re.fullmatch(r"(\d+)x\d+, (\d+) to (\d+), (\d+) x (\d+) x (\d+)", shape).groups())

        def values(*extents):
            return torch.rand(*extents, device=self.device).to(memory_format=self.layout)

        x, y = values(batch, inputs, height, width), values(batch, outputs, height, width)
        w, b = values(outputs, inputs, kernel, kernel), torch.rand(outputs, device=self.device)
        pad = [kernel // 2] * 2

        def backward(mask):
            return torch.ops.aten.convolution_backward(
                y, x, w, [outputs], [1, 1], pad, [1, 1], False, [0, 0], 1, mask)

        work = {
            "forward": lambda: F.relu_(F.conv2d(x, w, b, padding=pad)),
            "gradient of the input": lambda: backward([True, False, False]),
            "gradient of the weights": lambda: backward([False, True, True]),
        }[name]
        with torch.no_grad():
            return self.seconds(work)

    def step(self, name, shape):
        """A training step, the batch brought to the device among it, with the fastest of PyTorch's Adams."""
        model, images, labels = self.prepare(name, shape)
        optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, fused=True)

        def work():
            optimizer.zero_grad()
            scores = model(images.to(self.device, non_blocking=True))
            F.cross_entropy(scores, labels.to(self.device, non_blocking=True)).backward()
            optimizer.step()

        return self.seconds(work)

    def inference(self, name, shape):
        """The class scores of a batch, which is brought to the device."""
        model, images, _ = self.prepare(name, shape)
        model.eval()
        with torch.inference_mode():
            return self.seconds(lambda: model(images.to(self.device, non_blocking=True)))

    def prepare(self, name, shape):
        batch, height, _, channels = map(int, shape.split(" x "))
        classes = 10 if name in ("mnist", "tiny") else 1000
        model = network(name, height, classes).to(self.device, memory_format=self.layout)
        images = torch.rand(batch, channels, height, height).to(memory_format=self.layout)
        labels = torch.arange(batch) % classes
        if self.device.type == "cuda":
            images, labels = images.pin_memory(), labels.pin_memory()
        return model, images, labels


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--layout", default="nchw", choices=LAYOUTS)
    parser.add_argument("--precision", default="float32", choices=["float32", "tf32"])
    parser.add_argument("--samples", type=int, default=5)
    options = parser.parse_args()
    torch.backends.cudnn.benchmark = True
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = options.precision == "tf32"
    bench = Bench(options.device, options.layout, options.samples)
    seconds = [bench.time(name, shape) for name, shape in json.load(sys.stdin)]
    hardware = torch.cuda.get_device_name(bench.device) if bench.device.type == "cuda" else "CPU"
    json.dump({"seconds": seconds, "version": torch.__version__, "hardware": hardware}, sys.stdout)


if __name__ == "__main__":
    main()
