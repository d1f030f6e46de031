#!/usr/bin/env python3
"""Does NeSy train like PyTorch?

Reads a trace that `nesy train DATA --out RUN --trace-steps N` wrote: initial weights, the batches it drew and the loss
of every step; builds the same network in PyTorch from RUN/run.json, takes the same steps on the same batches, and
compares losses and final weights. PyTorch takes the steps twice, in float32 and in float64: where those two differ,
rounding is amplified by the training itself and no engine can be told right from wrong.

    nesy train DATA --out RUN --arch mnist --optimizer sgd --learning-rate 0.01 --schedule constant --trace-steps 50
    python3 training.py RUN

Exit code 0 when every loss agrees with float64 within 1e-4 (relative) and every weight within 1e-3, else 1.
"""
import json
import sys

import numpy as np
import torch
from safetensors.numpy import load_file
from torch.nn import functional as F


def uniform(seed, stream, count):
    """The first numbers of a stream: Philox 4x32-10, as NeSy draws its dropout masks."""
    mask = np.uint64(0xFFFFFFFF)
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    c = [blocks & mask, blocks >> np.uint64(32)]
    c += [np.full_like(blocks, stream & 0xFFFFFFFF), np.full_like(blocks, stream >> 32)]
    k0, k1 = seed & 0xFFFFFFFF, seed >> 32
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), p1 & mask,
             (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), p0 & mask]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    words = np.stack(c, axis=1).reshape(-1)[:count]
    return (words >> np.uint64(8)).astype(np.float32) * np.float32(2.0 ** -24)


class Graph(torch.nn.Module):
    """Runs the layers of a NeSy graph. Images stay NHWC at the borders, as in NeSy; inside, PyTorch sees NCHW."""

    def __init__(self, description, weights, seed):
        super().__init__()
        self.seed = seed
        self.step = 0
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
        for number, layer in enumerate(self.layers):
            inputs = [values[name] for name in layer["inputs"]]
            if layer["kind"] == "dropout":
                last = self.drop(inputs[0], layer["parameters"]["rate"], number)
            else:
                last = self.apply_layer(layer, inputs)
            values[layer["name"]] = last
        self.step += 1
        return last

    def drop(self, x, rate, number):
        """Drops what NeSy drops; it counts the elements channels last."""
        nhwc = x.permute(0, 2, 3, 1) if x.dim() == 4 else x
        stream = 1 << 63 | number << 40 | self.step
        kept = uniform(self.seed, stream, nhwc.numel()).reshape(tuple(nhwc.shape)) >= np.float32(rate)
        scaled = nhwc * torch.from_numpy(kept).to(x.dtype) / (1 - rate)
        return scaled.permute(0, 3, 1, 2) if x.dim() == 4 else scaled

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


def train(run, description, dtype):
    """Losses of every step, and the tensors after the last."""
    options = description["options"]
    initial = {name: value.astype(dtype) for name, value in load_file(run + "/trace/initial.safetensors").items()}
    net = Graph(description["network"], initial, int(options["seed"]))
    net.train()
    rate, decay = options["learning_rate"], options["weight_decay"]
    if options["optimizer"] == "sgd":
        optimizer = torch.optim.SGD(net.parameter_list(), lr=rate, momentum=0.9, weight_decay=decay)
    elif options["optimizer"] == "adam":
        optimizer = torch.optim.Adam(net.parameter_list(), lr=rate, weight_decay=decay)
    else:
        raise SystemExit("the trace must be made with --optimizer sgd or adam")
    batches = load_file(run + "/trace/batches.safetensors")
    losses = []
    for images, labels in zip(batches["images"], batches["labels"]):
        optimizer.zero_grad()
        loss = F.cross_entropy(net(torch.from_numpy(images.astype(dtype))), torch.from_numpy(labels).long())
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    tensors = {**net.weights, **net.running}
    return np.array(losses), {name: value.detach().numpy() for name, value in tensors.items()}


def difference(a, b):
    """The largest relative difference of a loss, the largest absolute one of a weight, and which."""
    losses = float((np.abs(a[0] - b[0]) / np.maximum(np.abs(b[0]), 1e-12)).max())
    weights = {name: float(np.abs(a[1][name] - b[1][name]).max()) for name in b[1]}
    name = max(weights, key=weights.get)
    return losses, weights[name], name


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    run = sys.argv[1]
    with open(run + "/run.json") as file:
        description = json.load(file)
    if description["options"]["schedule"] != "constant":
        raise SystemExit("the trace must be made with --schedule constant")
    losses = np.loadtxt(run + "/trace/losses.csv", delimiter=",", skiprows=1, ndmin=2)[:, 1]
    ours = (losses, load_file(run + "/trace/final.safetensors"))
    single, double = train(run, description, np.float32), train(run, description, np.float64)
    print(f"PyTorch {torch.__version__}; {len(losses)} steps, first loss {losses[0]:.6f}, last loss {losses[-1]:.6f}")
    print("largest difference of     a loss (relative)   a weight (absolute)")
    for title, a, b in (
        ("NeSy - float64", ours, double), ("NeSy - float32", ours, single), ("float32 - float64", single, double)):
        loss, weight, name = difference(a, b)
        print(f"  {title:<22} {loss:>12.1e} {weight:>20.1e}  {name}")
    loss, weight, _ = difference(ours, double)
    sys.exit(0 if loss <= 1e-4 and weight <= 1e-3 else 1)


if __name__ == "__main__":
    main()
