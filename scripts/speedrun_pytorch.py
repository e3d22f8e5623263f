"""Trains the preset speedrun by PyTorch from weights that Kernelgarten began with, and compares losses and weights.

    python scripts/speedrun_pytorch.py BEGIN.safetensors END.safetensors STEPS.jsonl data_batch_1.bin BATCH [--no-lookahead]

STEPS.jsonl is what the train command printed with --json, END.safetensors what it saved. docs/speedrun.md has the
whole recipe. The network and its training are written from Jordan's paper (arXiv 2404.00498) and the program beside
it, for losses that are added up over a batch; pictures are taken in file order, and not augmented. PyTorch on a CPU will do.
"""

import json
import sys

import numpy as np
import torch
from torch import nn

LR, WEIGHT_DECAY, MOMENTUM, BIAS_SCALER, LABEL_SMOOTHING = 11.5, 0.0153, 0.85, 64.0, 0.2
KILOSTEP = 1024 * (1 + 1 / (1 - MOMENTUM))
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        values = file.read()
    header.pop("__metadata__", None)
    return {
        name: torch.from_numpy(np.frombuffer(values[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy())
        for name, entry in header.items()
    }


class Scale(nn.Module):
    def forward(self, x):
        return x / 9


def norm(channels):
    layer = nn.BatchNorm2d(channels, eps=1e-12, momentum=1 - 0.6)
    layer.weight.requires_grad = False
    return layer


def block(channels, filters):
    conv = lambda c: nn.Conv2d(c, filters, 3, padding="same", bias=False)
    return [conv(channels), nn.MaxPool2d(2), norm(filters), nn.GELU(), conv(filters), norm(filters), nn.GELU()]


def network():
    net = nn.Sequential(
        nn.Conv2d(3, 24, 2),
        nn.GELU(),
        *block(24, 64),
        *block(64, 256),
        *block(256, 256),
        nn.MaxPool2d(3),
        nn.Flatten(),
        nn.Linear(256, 10, bias=False),
        Scale(),
    )
    net[0].weight.requires_grad = False
    return net


def triangle(step, steps):
    peak = int(0.23 * steps)
    return 0.2 + 0.8 * step / peak if step < peak else 1 - 0.93 * (step - peak) / (steps - peak)


def train(net, pictures, labels, batch, steps, lookahead):
    rate, decay = LR / KILOSTEP, WEIGHT_DECAY * batch / KILOSTEP
    norms = [p for layer in net if isinstance(layer, nn.BatchNorm2d) for p in layer.parameters() if p.requires_grad]
    others = [p for p in net.parameters() if p.requires_grad and all(p is not other for other in norms)]
    groups = [
        dict(params=norms, lr=rate * BIAS_SCALER, weight_decay=decay / (rate * BIAS_SCALER)),
        dict(params=others, lr=rate, weight_decay=decay / rate),
    ]
    optimizer = torch.optim.SGD(groups, momentum=MOMENTUM, nesterov=True)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: triangle(step, steps))
    loss_of = nn.CrossEntropyLoss(label_smoothing=LABEL_SMOOTHING, reduction="none")
    slow = {name: value.clone() for name, value in net.state_dict().items()}

    def look_back(decay):
        for name, value in net.state_dict().items():
            if value.is_floating_point():
                slow[name].lerp_(value, 1 - decay)
                value.copy_(slow[name])

    net.train()
    losses = []
    for step in range(1, steps + 1):
        chosen = slice((step - 1) * batch, step * batch)
        loss = loss_of(net(pictures[chosen]), labels[chosen]).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        losses.append(loss.item() / batch)
        if lookahead and step % 5 == 0:
            look_back(0.95**5 * (step / steps) ** 3)
    if lookahead:
        look_back(1.0)
    return losses


def error(found, expected):
    return ((found - expected).abs().max() / expected.abs().max()).item()


begin, end, printed, records, batch, *flags = sys.argv[1:]
with open(printed) as file:
    ours = [line["loss"] for line in map(json.loads, file) if line["type"] == "step"]
count = len(ours) * int(batch)
bytes_ = np.fromfile(records, np.uint8, count * 3073).reshape(count, 3073)
labels = torch.from_numpy(bytes_[:, 0].astype(np.int64))
pictures = torch.from_numpy(bytes_[:, 1:].reshape(count, 3, 32, 32).astype(np.float32)) / 255
pictures = (pictures - torch.tensor(MEAN).view(3, 1, 1)) / torch.tensor(STD).view(3, 1, 1)

net = network()
net.load_state_dict(read_safetensors(begin), strict=False)
theirs = train(net, pictures, labels, int(batch), len(ours), "--no-lookahead" not in flags)
state = net.state_dict()
worst = {name: error(value, state[name]) for name, value in read_safetensors(end).items()}
for step, (our, their) in enumerate(zip(ours, theirs), 1):
    print(f"step {step:3}  loss {our:.7f}  PyTorch {their:.7f}  relative difference {abs(our - their) / their:.1e}")
for name, value in sorted(worst.items(), key=lambda entry: -entry[1])[:5]:
    print(f"{name:20} relative error {value:.1e}")
print(f"largest relative error of {len(worst)} tensors: {max(worst.values()):.1e}")
