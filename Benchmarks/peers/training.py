#!/usr/bin/env python3
"""Does NeSy train like PyTorch?

Reads a trace that `nesy train DATA --out RUN --trace` wrote: initial weights, the batches it drew and the loss of
every step; builds the same network in PyTorch from RUN/run.json, takes the same steps on the same batches, and
compares losses and final weights.

    nesy train DATA --out RUN --arch mnist --trace 50 && python3 training.py RUN

Exit code 0 when every loss agrees within 1e-4 (relative) and every weight within 1e-3 (absolute), else 1.
"""
import json
import sys

import numpy as np
import torch
from safetensors.numpy import load_file
from torch.nn import functional as F


class Graph(torch.nn.Module):
    """Runs the layers of a NeSy graph. Images stay NHWC at the borders, as in NeSy; inside, PyTorch sees NCHW."""

    def __init__(self, description, weights):
        super().__init__()
        self.layers = description["layers"]
        self.weights = {}
        self.running = {}
        for name, value in weights.items():
            tensor = torch.from_numpy(value.copy())
            if name.endswith(("running_mean", "running_var")):
                self.running[name] = tensor
            else:
                self.weights[name] = torch.nn.Parameter(tensor)

    def parameter_list(self):
        return list(self.weights.values())

    def forward(self, images):
        values = {"input": images.permute(0, 3, 1, 2)}
        last = values["input"]
        for layer in self.layers:
            inputs = [values[name] for name in layer["inputs"]]
            last = self.apply_layer(layer, inputs)
            values[layer["name"]] = last
        return last

    def apply_layer(self, layer, inputs):
        kind, name, p = layer["kind"], layer["name"], layer["parameters"]
        x = inputs[0]
        if kind == "convolution":
            weight = self.weights[name + ".weight"].permute(3, 2, 0, 1)
            return F.conv2d(
                x, weight, self.weights.get(name + ".bias"),
                stride=(p["strideHeight"], p["strideWidth"]), padding=(p["paddingHeight"], p["paddingWidth"]),
                dilation=(p["dilationHeight"], p["dilationWidth"]), groups=p["groups"])
        if kind == "batchNorm":
            return F.batch_norm(
                x, self.running[name + ".running_mean"], self.running[name + ".running_var"],
                self.weights[name + ".weight"], self.weights[name + ".bias"], training=self.training,
                momentum=p["momentum"], eps=p["epsilon"])
        if kind == "relu":
            return F.relu(x)
        if kind == "maxPool":
            return F.max_pool2d(x, p["kernel"], p["stride"], p["padding"], ceil_mode=bool(p["roundsUp"]))
        if kind == "averagePool":
            return F.avg_pool2d(
                x, p["kernel"], p["stride"], p["padding"], ceil_mode=bool(p["roundsUp"]),
                count_include_pad=bool(p["countingPadding"]))
        if kind == "globalAverage":
            return x.mean(dim=(2, 3))
        if kind == "flatten":
            return x.permute(0, 2, 3, 1).flatten(1)
        if kind == "fullyConnected":
            out = x @ self.weights[name + ".weight"]
            bias = self.weights.get(name + ".bias")
            return out if bias is None else out + bias
        if kind == "add":
            return inputs[0] + inputs[1]
        if kind == "concatenate":
            return torch.cat(inputs, dim=1)
        raise SystemExit(f"layer {name}: no PyTorch equivalent of kind {kind} here")


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    run = sys.argv[1]
    torch.manual_seed(0)
    with open(run + "/run.json") as file:
        description = json.load(file)
    options = description["options"]
    if options["optimizer"] != "adam" or options["schedule"] != "constant":
        raise SystemExit("the trace must be made with --optimizer adam --schedule constant")
    net = Graph(description["network"], load_file(run + "/trace/initial.safetensors"))
    net.train()
    optimizer = torch.optim.Adam(
        net.parameter_list(), lr=options["learning_rate"], weight_decay=options["weight_decay"])
    batches = load_file(run + "/trace/batches.safetensors")
    ours = np.loadtxt(run + "/trace/losses.csv", delimiter=",", skiprows=1)[:, 1]
    worst = 0.0
    for step, (images, labels) in enumerate(zip(batches["images"], batches["labels"])):
        optimizer.zero_grad()
        loss = F.cross_entropy(net(torch.from_numpy(images)), torch.from_numpy(labels).long())
        loss.backward()
        optimizer.step()
        worst = max(worst, abs(loss.item() - ours[step]) / max(abs(loss.item()), 1e-12))
    final = load_file(run + "/trace/final.safetensors")
    theirs = {**net.weights, **net.running}
    distance = {name: float(np.abs(final[name] - theirs[name].detach().numpy()).max()) for name in final}
    name = max(distance, key=distance.get)
    print(f"steps {len(ours)}  first loss {ours[0]:.6f}  last loss {ours[-1]:.6f}")
    print(f"largest relative difference of a loss  {worst:.2e}  (bar 1e-4)")
    print(f"largest difference of a weight         {distance[name]:.2e}  in {name}  (bar 1e-3)")
    sys.exit(0 if worst <= 1e-4 and distance[name] <= 1e-3 else 1)


if __name__ == "__main__":
    main()
