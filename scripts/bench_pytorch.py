"""PyTorch's side of `npm run bench -- --peer pytorch`: fp32 with TF32 off, on CUDA where there is one.

`probe` prints the version and the device; `measure` reads a task as JSON on standard input, trains it as
src/bench/measure.ts trains the others, and prints the same figures as JSON. Exit status 3: there is no torch.
"""

import base64
import json
import statistics
import sys
import time

try:
    import torch
except ImportError:
    sys.exit(3)

from torch import nn

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def floats(text, shape):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32).reshape(shape)


def set_values(module, layer):
    with torch.no_grad():
        module.weight.copy_(floats(layer["weight"], module.weight.shape))
        if module.bias is not None:
            module.bias.copy_(floats(layer["bias"], module.bias.shape))
    return [module, nn.ReLU()] if layer["relu"] else [module]


def modules(layer):
    """The modules of one layer of src/bench/peerLayers.ts."""
    kind, bias = layer["type"], "bias" in layer
    if kind == "conv2d":
        sizes = layer["channels"], layer["filters"], layer["kernel"]
        return set_values(nn.Conv2d(*sizes, stride=layer["stride"], padding=layer["padding"], bias=bias), layer)
    if kind == "dense":
        inputs = layer["from"]["channels"] * layer["from"]["height"] * layer["from"]["width"]
        return set_values(nn.Linear(inputs, layer["units"], bias=bias), layer)
    return [{"maxPool2d": lambda: nn.MaxPool2d(layer["size"], layer["stride"]), "relu": nn.ReLU, "flatten": nn.Flatten}[kind]()]


def milliseconds():
    return time.perf_counter() * 1000


def measure(task):
    opened = milliseconds()
    x = floats(task["pictures"], (task["batch"], 3, 32, 32)).to(DEVICE)
    y = torch.tensor(task["labels"]).to(DEVICE)
    network = nn.Sequential(*(module for layer in task["layers"] for module in modules(layer))).to(DEVICE)
    optimizer = torch.optim.SGD(network.parameters(), lr=task["learningRate"], momentum=task["momentum"])

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(x), y)
        loss.backward()
        optimizer.step()
        return loss

    # `item` waits for the device, but not for the update behind the loss.
    def read(loss):
        if DEVICE == "cuda":
            torch.cuda.synchronize()
        return loss.item()

    first_loss = read(step())
    first_step = milliseconds() - opened
    for _ in range(task["warmUp"]):
        read(step())

    steps, times, script_times = task["steps"], [], []
    for _ in range(steps):
        began = milliseconds()
        loss = step()
        script_times.append(milliseconds() - began)
        read(loss)
        times.append(milliseconds() - began)

    began = milliseconds()
    for _ in range(steps):
        loss = step()
    last_loss = read(loss)
    queued = (milliseconds() - began) / steps
    return {
        "firstStepMs": first_step,
        "msPerStepRead": statistics.median(times),
        "msPerStepQueued": queued,
        "jsMsPerStep": statistics.median(script_times),
        "firstLoss": first_loss,
        "lastLoss": last_loss,
    }


torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False
torch.backends.cudnn.benchmark = True
if sys.argv[1] == "probe":
    name = torch.cuda.get_device_name() if DEVICE == "cuda" else f"CPU, {torch.get_num_threads()} threads"
    print(json.dumps({"version": torch.__version__, "device": name}))
else:
    print(json.dumps(measure(json.load(sys.stdin))))
