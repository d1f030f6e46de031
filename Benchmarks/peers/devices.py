#!/usr/bin/env python3
"""How fast is NeSy on a device beside PyTorch on the same one?

Runs `nesy bench` and the same work in PyTorch by turns, round after round, and prints the ratio of the medians as a
table: convolution layers of VGG16 with their three passes, training steps with Adam and inference of networks. PyTorch
is timed with images in both layouts (NCHW and channels last), and the faster counts. float32 (TF32 switched off) and
TF32 stand apart. Above 1: NeSy is faster.

    python3 devices.py --nesy nesy --device gpu --torch cuda --out ../results/gpu.md
    python3 devices.py --nesy nesy --device cpu --torch cpu --image-size 32 --batch-size 2 --cases convolution
"""
import argparse
import time

from turns import LAYOUTS, Row, nesy, pytorch


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nesy", default="nesy")
    parser.add_argument("--device", default="gpu", help="NeSy's name of the device")
    parser.add_argument("--torch", default="cuda", help="PyTorch's name of the same device")
    parser.add_argument("--cases", default="convolution,mnist,resnet18,vgg16,vgg16-inference")
    parser.add_argument("--batch-size", type=int, default=32, help="of all but mnist, which has 128 and 1024")
    parser.add_argument("--image-size", type=int, default=224, help="of all but mnist")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", help="also write the table to this file")
    options = parser.parse_args()

    works = []
    for case in options.cases.split(","):
        is_mnist = case.startswith("mnist")
        side = None if is_mnist else options.image_size
        works += [(case, batch, side) for batch in ([128, 1024] if is_mnist else [options.batch_size])]
    rows, peer = {}, None
    for precision in ["float32", "tf32"] if options.torch.startswith("cuda") else ["float32"]:
        for _ in range(options.rounds):
            entries = []
            for case, batch, side in works:
                entries += nesy(options.nesy, case, options.device, precision, batch, side)[0]
            turn = [rows.setdefault((precision, entry["name"], entry["shape"]), Row(entry["gflops"] * entry["seconds"]))
                    for entry in entries]
            for row, entry in zip(turn, entries):
                row.ours.append(entry["seconds"])
            for layout in LAYOUTS:
                peer, _ = pytorch(entries, options.torch, layout, precision)
                for row, seconds in zip(turn, peer["seconds"]):
                    row.theirs[layout].append(seconds)

    lines = [f"{peer['hardware']}, PyTorch {peer['version']}, {time.strftime('%Y-%m-%d')}, medians of "
             f"{options.rounds} rounds", "",
             "| precision | work | shape | NeSy ms | PyTorch ms | ratio | NeSy GFLOP/s |",
             "|---|---|---|---:|---:|---:|---:|"]
    for (precision, name, shape), row in rows.items():
        lines.append(f"| {precision} | {name} | {shape} | {row.nesy * 1e3:.3f} | {row.pytorch * 1e3:.3f} "
                     f"| {row.ratio:.2f} | {row.operations / row.nesy:.0f} |")
    table = "\n".join(lines) + "\n"
    print(table, end="")
    if options.out:
        with open(options.out, "w") as file:
            file.write("# Beside PyTorch on the same device\n\n" + table)


if __name__ == "__main__":
    main()
