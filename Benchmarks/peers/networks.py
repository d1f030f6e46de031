"""The networks of `nesy bench`, in PyTorch."""
from torch import nn
from torch.nn import functional as F


def network(name, side, classes):
    """Layer by layer as NeSy has it, for square images."""
    return {"mnist": mnist, "tiny": tiny, "vgg16": vgg16, "resnet18": resnet18}[name](side, classes)


def mnist(side, classes):
    return nn.Sequential(
        nn.Conv2d(1, 20, 3), nn.ReLU(True), nn.Conv2d(20, 40, 3), nn.ReLU(True), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(40 * ((side - 4) // 2) ** 2, 64), nn.ReLU(True), nn.Dropout(0.5),
        nn.Linear(64, classes))


def tiny(side, classes):
    """For images of at most 64 pixels a side, which it pools three times."""
    layers, inputs = [], 3
    for width, pools in [(16, True), (32, True), (64, True), (64, False), (128, False)]:
        layers += [nn.Conv2d(inputs, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU(True)]
        if pools:
            layers.append(nn.MaxPool2d(2, ceil_mode=True))
            side = (side + 1) // 2
        inputs = width
    if side > 4:
        return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, classes))
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(inputs * side ** 2, classes))


def vgg16(side, classes):
    layers, inputs = [], 3
    for block in [[64] * 2, [128] * 2, [256] * 3, [512] * 3, [512] * 3]:
        for width in block:
            layers += [nn.Conv2d(inputs, width, 3, padding=1), nn.ReLU(True)]
            inputs = width
        layers.append(nn.MaxPool2d(2))
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(512 * (side // 32) ** 2, 4096), nn.ReLU(True), nn.Dropout(0.5),
        nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(0.5), nn.Linear(4096, classes))


def resnet18(side, classes):
    layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(True), nn.MaxPool2d(3, 2, 1)]
    inputs = 64
    for stage, width in enumerate([64, 128, 256, 512]):
        layers += [Block(inputs, width, 2 if stage else 1), Block(width, width, 1)]
        inputs = width
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, classes))


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
