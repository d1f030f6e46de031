#!/usr/bin/env python3
"""How fast is NeSy on a device beside PyTorch on the same one?

Runs `nesy bench` and the same work in PyTorch by turns, round after round, and prints the ratio of the medians as a
table: convolution layers of VGG16 with their three passes, training steps of mnist, resnet18 and vgg16. PyTorch's
convolutions are timed with images in both layouts (NCHW and channels last), and the faster counts. float32 (TF32
switched off) and TF32 stand apart. Above 1: NeSy is faster.

    python3 devices.py --nesy nesy --device gpu --torch cuda --out ../results/gpu.md
    python3 devices.py --nesy nesy --device cpu --torch cpu --image-size 32 --batch-size 2 --cases convolution,mnist
"""
import argparse
import json
import re
import statistics
import subprocess
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

FORWARD, INPUT, WEIGHTS = "forward", "gradient of the input", "gradient of the weights"


def seconds(work, device, samples=5, least=0.05):
    """The median of several samples, the first call not counted."""
    def wait():
        if device.type == "cuda":
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
    return statistics.median(sample(times) for _ in range(samples))


def convolution(shape, name, device):
    """One pass of a convolution with the shape that `nesy bench` prints: 3x3, 64 to 64, 32 x 56 x 56."""
    kernel, inputs, outputs, batch, height, width = map(
        int, re.fullmatch(r"(\d+)x\d+, (\d+) to (\d+), (\d+) x (\d+) x (\d+)", shape).groups())
    found = []
    for layout in (torch.contiguous_format, torch.channels_last):
        x = torch.rand(batch, inputs, height, width, device=device).to(memory_format=layout)
        w = torch.rand(outputs, inputs, kernel, kernel, device=device).to(memory_format=layout)
        b = torch.rand(outputs, device=device)
        y = torch.rand(batch, outputs, height, width, device=device).to(memory_format=layout)
        pad = [kernel // 2] * 2

        def backward(mask):
            return torch.ops.aten.convolution_backward(
                y, x, w, [outputs], [1, 1], pad, [1, 1], False, [0, 0], 1, mask)

        work = {
            FORWARD: lambda: F.relu_(F.conv2d(x, w, b, padding=pad)),
            INPUT: lambda: backward([True, False, False]),
            WEIGHTS: lambda: backward([False, True, True]),
        }[name]
        with torch.no_grad():
            found.append(seconds(work, device))
    return min(found)


class Block(nn.Module):
    """A residual block of ResNet-18."""

    def __init__(self, inputs, width, stride):
        super().__init__()
        self.path = nn.Sequential(
            nn.Conv2d(inputs, width, 3, stride, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True),
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width))
        self.shortcut = nn.Sequential() if stride == 1 else nn.Sequential(
            nn.Conv2d(inputs, width, 1, stride, bias=False), nn.BatchNorm2d(width))

    def forward(self, x):
        return F.relu(self.path(x) + self.shortcut(x))


def network(name, side, classes):
    """The networks of `nesy bench`."""
    if name == "mnist":
        return nn.Sequential(
            nn.Conv2d(1, 20, 3), nn.ReLU(True), nn.Conv2d(20, 40, 3), nn.ReLU(True), nn.MaxPool2d(2), nn.Dropout(0.25),
            nn.Flatten(), nn.Linear(40 * ((side - 4) // 2) ** 2, 64), nn.ReLU(True), nn.Dropout(0.5),
            nn.Linear(64, classes))
    if name == "vgg16":
        layers, inputs = [], 3
        for block in [[64] * 2, [128] * 2, [256] * 3, [512] * 3, [512] * 3]:
            for width in block:
                layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(True)]
                inputs = width
            layers.append(nn.MaxPool2d(2))
        return nn.Sequential(
            *layers, nn.Flatten(), nn.Linear(512 * (side // 32) ** 2, 4096), nn.ReLU(True), nn.Dropout(0.5),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(0.5), nn.Linear(4096, classes))
    layers, inputs = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)], 64
    for stage, width in enumerate([64, 128, 256, 512]):
        layers += [Block(inputs, width, 2 if stage else 1), Block(width, width, 1)]
        inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes))


def step(name, shape, device):
    """A training step as NeSy does it, the batch brought to the device among it: SGD with momentum."""
    batch, height, width, channels = map(int, shape.split(" x "))
    classes = 10 if name == "mnist" else 1000
    found = []
    for layout in (torch.contiguous_format, torch.channels_last):
        model = network(name, height, classes).to(device, memory_format=layout)
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9)
        images = torch.rand(batch, channels, height, width).to(memory_format=layout)
        labels = torch.arange(batch) % classes
        if device.type == "cuda":
            images, labels = images.pin_memory(), labels.pin_memory()

        def work():
            optimizer.zero_grad()
            loss = F.cross_entropy(
                model(images.to(device, non_blocking=True)), labels.to(device, non_blocking=True))
            loss.backward()
            optimizer.step()

        found.append(seconds(work, device))
        del model, optimizer
    return min(found)


def nesy(options, case, batch, precision):
    """The cases of one name, by `nesy bench`."""
    command = [options.nesy, "bench", "--json", "--quiet", "--device", options.device, "--case", case, "--precision",
               precision]
    if batch:
        command += ["--batch-size", str(batch)]
    if options.image_size and case != "mnist":
        command += ["--image-size", str(options.image_size)]
    result = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    if result["precision"] != [precision]:
        sys.exit(f"the device has no {precision}: nesy doctor says why")
    return result["cases"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default="nesy")
    parser.add_argument("--device", default="gpu", help="NeSy's name of the device")
    parser.add_argument("--torch", default="cuda", help="PyTorch's name of the same device")
    parser.add_argument("--cases", default="convolution,mnist,resnet18,vgg16")
    parser.add_argument("--batch-size", type=int, default=32, help="of all but mnist, which has 128 and 1024")
    parser.add_argument("--image-size", type=int, default=224)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", help="also write the table to this file")
    options = parser.parse_args()
    device = torch.device(options.torch)
    on_gpu = device.type == "cuda"
    torch.backends.cudnn.benchmark = True

    rows = {}
    for precision in ["float32", "tf32"] if on_gpu else ["float32"]:
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = precision == "tf32"
        for _ in range(options.rounds):
            for case in options.cases.split(","):
                for batch in [128, 1024] if case == "mnist" else [options.batch_size]:
                    for entry in nesy(options, case, batch, precision):
                        name = entry["name"].split(", ")[1]
                        peer = (convolution(entry["shape"], name, device) if case == "convolution"
                                else step(case, entry["shape"], device))
                        key = (precision, entry["name"], entry["shape"])
                        rows.setdefault(key, ([], [], entry["gflops"] * entry["seconds"]))
                        rows[key][0].append(entry["seconds"])
                        rows[key][1].append(peer)

    hardware = torch.cuda.get_device_name(device) if on_gpu else "CPU"
    lines = [f"{hardware}, PyTorch {torch.__version__}, {time.strftime('%Y-%m-%d')}, medians of {options.rounds} rounds",
             "", "| precision | work | shape | NeSy ms | PyTorch ms | ratio | NeSy GFLOP/s |",
             "|---|---|---|---:|---:|---:|---:|"]
    for (precision, name, shape), (ours, theirs, operations) in rows.items():
        mine, peer = statistics.median(ours), statistics.median(theirs)
        lines.append(f"| {precision} | {name} | {shape} | {mine * 1e3:.3f} | {peer * 1e3:.3f} | {peer / mine:.2f} "
                     f"| {operations / mine:.0f} |")
    table = "\n".join(lines) + "\n"
    print(table, end="")
    if options.out:
        with open(options.out, "w") as file:
            file.write("# Beside PyTorch on the same device\n\n" + table)


if __name__ == "__main__":
    main()
