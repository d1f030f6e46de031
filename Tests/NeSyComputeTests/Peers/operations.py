"""The conformance cases in PyTorch: reads [{operation, parameters, inputs}] as JSON from standard input and writes,
for each, {output name: values}. Layouts are converted here, as at every border to another framework."""
import json
import sys

import torch
import torch.nn.functional as F

torch.set_num_threads(1)


def nchw(t, n, h, w, c):
    return t.reshape(n, h, w, c).permute(0, 3, 1, 2)


def flat_nhwc(t):
    return t.permute(0, 2, 3, 1).reshape(-1)


class Case:
    def __init__(self, case):
        self.p = case["parameters"]
        self.i = {}
        for name, values in case["inputs"].items():
            if name == "labels":
                self.i[name] = torch.tensor(values, dtype=torch.long)
            else:
                # Values that are not finite arrive as words.
                self.i[name] = torch.tensor([float(v) for v in values], dtype=torch.float64).requires_grad_(True)

    def n(self, name):
        return int(self.p[name])

    def images(self, name="input", channels="channels"):
        return nchw(self.i[name], self.n("batch"), self.n("height"), self.n("width"), self.n(channels))

    def backward(self, output, gradients, cotangent="outputGradient"):
        """The flat output's gradients with respect to the inputs of `gradients`, {input: name}."""
        names = [name for name in gradients if name in self.i]
        wanted = torch.autograd.grad(
            output, [self.i[name] for name in names],
            None if cotangent is None else self.i[cotangent].detach(), allow_unused=True)
        return {
            gradients[name]: torch.zeros_like(self.i[name]) if g is None else g
            for name, g in zip(names, wanted)
        }


def matrix_product(c):
    rows, columns, depth, batch = (c.n(name) for name in ("rows", "columns", "depth", "batch"))

    def operand(name, height, width, transposed):
        shape = (width, height) if transposed else (height, width)
        every = c.i[name].detach().as_strided((batch, *shape), (c.n(name + "Stride"), shape[1], 1))
        return every.transpose(1, 2) if transposed else every

    product = c.p["alpha"] * (
        operand("left", rows, depth, c.n("transposesLeft")) @ operand("right", depth, columns, c.n("transposesRight")))
    if c.p["beta"] == 0:
        return {"result": product}
    result = c.i["result"].detach().clone()
    target = result.as_strided((batch, rows, columns), (c.n("resultStride"), columns, 1))
    target.copy_(product + c.p["beta"] * target)
    return {"result": result}


def convolution(c):
    w = c.i["weights"].reshape(
        c.n("kernelHeight"), c.n("kernelWidth"), c.n("inputChannels") // c.n("groups"), c.n("outputChannels")
    ).permute(3, 2, 0, 1)
    y = flat_nhwc(F.conv2d(
        c.images(channels="inputChannels"), w, c.i.get("bias"), (c.n("strideHeight"), c.n("strideWidth")),
        (c.n("paddingHeight"), c.n("paddingWidth")), (c.n("dilationHeight"), c.n("dilationWidth")), c.n("groups")))
    return {"output": y, **c.backward(
        y, {"input": "inputGradient", "weights": "weightGradient", "bias": "biasGradient"})}


def fully_connected(c):
    y = c.i["input"].reshape(c.n("batch"), -1) @ c.i["weights"].reshape(c.n("inputs"), c.n("outputs"))
    y = (y + c.i["bias"] if "bias" in c.i else y).reshape(-1)
    return {"output": y, **c.backward(
        y, {"input": "inputGradient", "weights": "weightGradient", "bias": "biasGradient"})}


def maximum_pooling(c):
    y, where = F.max_pool2d(
        c.images(), c.n("kernel"), c.n("stride"), c.n("padding"), ceil_mode=bool(c.p["roundsUp"]),
        return_indices=True)
    y = flat_nhwc(y)
    return {"output": y, "output without winners": y, "winners": flat_nhwc(where),
            **c.backward(y, {"input": "inputGradient"})}


def pooled(c, maps):
    """A layer that pools on the way, from its maps in NCHW."""
    def pool(y):
        return F.max_pool2d(
            y, c.n("kernel"), c.n("stride"), c.n("padding"), ceil_mode=bool(c.p["roundsUp"]), return_indices=True)

    plain, winners = pool(maps)
    rectified, places = pool(maps.relu())
    given = nchw(c.i["outputGradient"].detach(), rectified.shape[0], *rectified.shape[2:], rectified.shape[1])
    gradient, = torch.autograd.grad(rectified, maps, given, retain_graph=True)
    return {
        "output": flat_nhwc(plain), "winners": flat_nhwc(winners), "sigmoid": flat_nhwc(pool(maps.sigmoid())[0]),
        "relu": flat_nhwc(rectified), "relu winners": flat_nhwc(places), "mapGradient": flat_nhwc(gradient)}


def pooled_convolution(c):
    w = c.i["weights"].reshape(3, 3, c.n("inputChannels"), c.n("outputChannels")).permute(3, 2, 0, 1)
    return pooled(c, F.conv2d(c.images(channels="inputChannels"), w, c.i["bias"], padding=1))


def pooled_batch_normalization(c):
    def normalize(mean, variance, trains):
        return F.batch_norm(c.images(), mean, variance, c.i["scale"], c.i["shift"], trains, eps=c.p["epsilon"])

    inference = normalize(c.i["mean"].detach(), c.i["variance"].detach(), False)
    maps = normalize(None, None, True)
    outputs = pooled(c, maps)
    given = nchw(outputs["mapGradient"], c.n("batch"), c.n("height"), c.n("width"), c.n("channels"))
    names = {"input": "inputGradient", "scale": "scaleGradient", "shift": "shiftGradient"}
    gradients = torch.autograd.grad(maps, [c.i[name] for name in names], given)
    return {**outputs, **dict(zip(names.values(), gradients)), "inference": pooled(c, inference)["relu"]}


def average_pooling(c):
    y = flat_nhwc(F.avg_pool2d(
        c.images(), c.n("kernel"), c.n("stride"), c.n("padding"), ceil_mode=bool(c.p["roundsUp"]),
        count_include_pad=bool(c.p["countingPadding"])))
    return {"output": y, "output without winners": y, **c.backward(y, {"input": "inputGradient"})}


def global_average(c):
    y = c.i["input"].reshape(c.n("batch"), c.n("positions"), c.n("channels")).mean(1).reshape(-1)
    return {"output": y, **c.backward(y, {"input": "inputGradient"})}


def activation(function):
    def run(c):
        y = function(c.i["input"], c.p["slope"])
        return {"output": y, "output in place": y, **c.backward(y, {"input": "inputGradient"})}
    return run


def batch_normalization(c):
    x = c.i["input"].reshape(c.n("rows"), c.n("channels"))
    mean, variance = c.i["runningMean"].detach().clone(), c.i["runningVariance"].detach().clone()
    eps = c.p["epsilon"]
    inference = F.batch_norm(x, mean, variance, c.i["scale"], c.i["shift"], False, 0, eps).reshape(-1)
    y = F.batch_norm(x, mean, variance, c.i["scale"], c.i["shift"], True, c.p["momentum"], eps).reshape(-1)
    return {
        "inference": inference, "output": y, "runningMean": mean, "runningVariance": variance,
        "savedMean": x.mean(0), "savedInverseDeviation": 1 / (x.var(0, unbiased=False) + eps).sqrt(),
        **c.backward(y, {"input": "inputGradient", "scale": "scaleGradient", "shift": "shiftGradient"})}


def add(c):
    return {"output": c.i["a"] + c.i["b"], "in place": c.i["a"] + c.i["b"]}


def concatenate(c):
    rows = c.n("rows")
    inputs = [f"input{k}" for k in range(c.n("count"))]
    y = torch.cat([c.i[name].reshape(rows, -1) for name in inputs], 1).reshape(-1)
    return {"output": y, **c.backward(y, {name: name + "Gradient" for name in inputs})}


def cross_entropy(c):
    logits = c.i["logits"].reshape(c.n("batch"), c.n("classes"))
    result = {"probabilities": logits.softmax(1).reshape(-1)}
    if (c.i["labels"] >= 0).any():
        weights = c.i["classWeights"].detach() if "classWeights" in c.i else None
        loss = c.p["factor"] * F.cross_entropy(logits, c.i["labels"], weights, ignore_index=-1)
        result |= {"loss": c.i["loss"] + loss, "second loss": 2 * loss,
                   **c.backward(loss, {"logits": "logitGradient"}, None)}
    return result


def filter_norm(c):
    maps = c.images("maps", "filters")
    kind = c.n("kind")
    norms = [lambda: maps.flatten(2).norm(dim=2), lambda: torch.linalg.matrix_norm(maps, 2),
             lambda: maps.mean((2, 3))][kind]().reshape(-1)
    gradients = c.backward(norms, {"maps": "mapGradient"}, "normGradient")
    if kind == 1:
        # PyTorch picks singular vectors of a zero map too; a norm of zero passes no gradient here.
        shape = (c.n("batch"), -1, c.n("filters"))
        passes = c.i["maps"].detach().reshape(shape).abs().amax(1, keepdim=True) > 0
        gradients["mapGradient"] = gradients["mapGradient"].reshape(shape) * passes
    return {"norms": norms, **gradients}


def rule_terms(c):
    valid = c.i["labels"] >= 0
    norms = c.i["norms"].reshape(c.n("batch"), c.n("filters"))[valid]
    logits = (norms - c.i["thresholds"]) / c.i["temperatures"]
    return logits, c.i["targets"].reshape(c.n("classes"), c.n("filters")).detach(), c.i["labels"][valid]


def with_loss(c, loss, gradients):
    if not (c.i["labels"] >= 0).any():
        return {"loss": c.i["loss"]}
    return {"loss": c.i["loss"] + loss, **c.backward(loss, gradients, None)}


def sparsity_loss(c):
    logits, targets, labels = rule_terms(c)
    wanted, weight = targets[labels], c.p["positiveWeight"]
    if c.p["squared"]:
        s = logits.sigmoid()
        terms = weight * wanted * (s - 1) ** 2 + (1 - wanted) * s ** 2
    else:
        terms = F.binary_cross_entropy_with_logits(
            logits, wanted, pos_weight=torch.tensor(weight, dtype=torch.float64), reduction="none")
    each = terms.sum(1) if c.p["sum"] else terms.mean(1)
    return with_loss(c, c.p["factor"] * each.mean(), {"norms": "normGradient"})


def soft_rule_loss(c):
    logits, targets, labels = rule_terms(c)
    shares = targets / targets.sum(1, keepdim=True).clamp(min=1)
    loss = c.p["factor"] * F.cross_entropy(c.p["sharpness"] * logits.sigmoid() @ shares.T, labels)
    return with_loss(c, loss, {"norms": "normGradient"})


def elite_loss(c):
    valid = c.i["labels"] >= 0
    means = c.i["maps"].reshape(c.n("batch"), c.n("positions"), c.n("filters")).mean(1)[valid]
    penalties = c.i["penalties"].reshape(c.n("classes"), c.n("filters")).detach()[c.i["labels"][valid]]
    return with_loss(c, c.p["factor"] * (penalties * means).sum(), {"maps": "mapGradient"})


def similarity_loss(c):
    valid = c.i["labels"] >= 0
    maps = c.i["maps"].reshape(c.n("batch"), c.n("positions"), c.n("filters"))[valid].transpose(1, 2)
    vectors = c.i["vectors"].detach().reshape(c.n("vectors"), c.n("positions"))
    # A map of zeros is left out: it has no direction, and here no gradient.
    maps = maps.where(maps.abs().amax(2, keepdim=True) > 0, torch.zeros((), dtype=maps.dtype))
    cosines = F.cosine_similarity(maps[:, :, None], vectors[None, None], dim=3)
    weights = c.i["weights"].detach().reshape(c.n("classes"), c.n("vectors"))[c.i["labels"][valid]]
    terms = (cosines * weights[:, None]).sum(2)
    each = terms.mean(1) if c.p["averagesFilters"] else terms.sum(1)
    return with_loss(
        c, c.p["factor"] * (each.mean() if c.p["averagesImages"] else each.sum()), {"maps": "mapGradient"})


def bits_of(words, rows):
    """Columns of 32-bit words as [columns, padded rows] of 0 and 1."""
    padded = (rows + 511) // 512 * 512
    words = words.detach().long().reshape(-1, padded // 32, 1)
    return (words >> torch.arange(32) & 1).reshape(-1, padded).double()


def binarization(c):
    rows = c.n("rows")
    bits = torch.zeros(c.n("columns"), (rows + 511) // 512 * 512)
    bits[:, :rows] = (c.i["values"].reshape(rows, -1) >= c.i["thresholds"]).T
    return {"bits": bits}


def bit_product(c):
    left, right = bits_of(c.i["left"], c.n("rows")), bits_of(c.i["right"], c.n("rows"))
    counts = (left @ right.T).reshape(-1)
    return {"counts": counts, "sums": c.i["sums"] + counts, "own counts": left @ left.T}


def optimizer(make):
    def run(c):
        p = c.i["parameters"].detach().clone().requires_grad_(True)
        step = make([p], c.p)
        for number in range(1, 4):
            p.grad = c.i[f"gradients{number}"].detach()
            step.step()
        return {"parameters": p}
    return run


betas = lambda p: dict(lr=p["rate"], betas=(p["beta1"], p["beta2"]), eps=p["epsilon"], weight_decay=p.get("decay", 0))
operations = {
    "convolution": convolution,
    "fully connected": fully_connected,
    "maximum pooling": maximum_pooling,
    "average pooling": average_pooling,
    "pooled convolution": pooled_convolution,
    "pooled batch normalization": pooled_batch_normalization,
    "global average": global_average,
    "relu": activation(lambda x, s: x.relu()),
    "leaky relu": activation(lambda x, s: F.leaky_relu(x, s)),
    "sigmoid": activation(lambda x, s: x.sigmoid()),
    "tanh": activation(lambda x, s: x.tanh()),
    "batch normalization": batch_normalization,
    "add": add,
    "concatenate": concatenate,
    "softmax cross-entropy": cross_entropy,
    "filter norm": filter_norm,
    "sparsity loss": sparsity_loss,
    "soft rule loss": soft_rule_loss,
    "elite loss": elite_loss,
    "similarity loss": similarity_loss,
    "matrix product": matrix_product,
    "binarization": binarization,
    "bit product": bit_product,
    "sgd": optimizer(lambda ps, p: torch.optim.SGD(
        ps, lr=p["rate"], momentum=p.get("momentum", 0), nesterov=bool(p.get("nesterov", 0)),
        weight_decay=p.get("decay", 0))),
    "adam": optimizer(lambda ps, p: torch.optim.Adam(ps, **betas(p))),
    "adamW": optimizer(lambda ps, p: torch.optim.AdamW(ps, **betas(p))),
    "adaDelta": optimizer(lambda ps, p: torch.optim.Adadelta(
        ps, lr=p["rate"], rho=p["rho"], eps=p["epsilon"], weight_decay=p["decay"])),
}

json.dump(
    [{name: value.detach().reshape(-1).tolist() for name, value in operations[case["operation"]](Case(case)).items()}
     if case["operation"] in operations else {} for case in json.load(sys.stdin)],
    sys.stdout)
