"""Compares the two architectures written by this package with torchvision, weight for weight.

  node packages/ml/reference/export-for-agreement.ts FOLDER
  python3 packages/ml/reference/architectures.py FOLDER > packages/ml/reference/architectures.json

torchvision's own modules are filled in the order in which they appear; every batch norm becomes the bias of the folded
convolution (weight 1, mean 0, variance 1, eps 0). The largest absolute difference is divided by the largest absolute
output. Fails above 1e-5.
"""
import json
import sys

import numpy as np
import torch
import torchvision

folder = sys.argv[1]
torch.set_grad_enabled(False)


def floats(name):
    return np.fromfile(f"{folder}/{name}", dtype="<f4")


def named_weights(name):
    values, at = floats(f"{name}.weights.f32"), 0
    for entry in json.load(open(f"{folder}/{name}.json")):
        size = int(np.prod(entry["dims"]))
        yield entry["name"], torch.from_numpy(values[at : at + size].reshape(entry["dims"]).copy())
        at += size
    assert at == len(values)


def fill(model, tensors, last_linear):
    """Modules are filled in the order torchvision declares them, except that ResNet declares a block's shortcut last, as
    this package does. A convolution takes weight and bias; where it has no bias, the batch norm after it does."""
    convolutions = [m for m in model.modules() if isinstance(m, torch.nn.Conv2d)]
    norms = iter([m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)])
    tensors = iter(tensors)
    for convolution in convolutions:
        (_, weight), (_, bias) = next(tensors), next(tensors)
        assert convolution.weight.shape == weight.shape, (convolution, weight.shape)
        convolution.weight.copy_(weight)
        if convolution.bias is not None:
            convolution.bias.copy_(bias)
            continue
        norm = next(norms)
        assert norm.bias.shape == bias.shape
        norm.weight.fill_(1), norm.bias.copy_(bias), norm.running_mean.zero_(), norm.running_var.fill_(1)
        norm.eps = 0.0
    if last_linear is not None:
        last_linear.weight.copy_(next(tensors)[1])
        last_linear.bias.copy_(next(tensors)[1])
    assert next(norms, None) is None and next(tensors, None) is None
    return model.eval()


def difference(mine, theirs):
    return float(np.abs(mine - theirs).max() / np.abs(theirs).max())


resnet = torchvision.models.resnet50(weights=None)
resnet.fc = torch.nn.Identity()
fill(resnet, named_weights("resnet50"), None)
patch = np.fromfile(f"{folder}/resnet50.input", dtype=np.uint8).reshape(2, 224, 224, 3)
x = torch.from_numpy(patch).permute(0, 3, 1, 2).float() / 255
x = torchvision.transforms.functional.normalize(x, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])
resnet_difference = difference(floats("resnet50.output.f32").reshape(2, 2048), resnet(x).numpy())

b5 = torchvision.models.efficientnet_b5(weights=None)
b5.classifier[1] = torch.nn.Linear(2048, 2)
fill(b5, named_weights("efficientnet_b5"), b5.classifier[1])
y = torch.from_numpy(floats("efficientnet_b5.input").reshape(1, 3, 456, 456))
embedding = torch.flatten(b5.avgpool(b5.features(y)), 1).numpy()

differences = {
    "resnet50.features": resnet_difference,
    "efficientnet_b5.embedding": difference(floats("efficientnet_b5.embedding.output.f32").reshape(1, 2048), embedding),
    "efficientnet_b5.logits": difference(floats("efficientnet_b5.output.f32").reshape(1, 2), b5(y).numpy()),
}
print(json.dumps({
    "writtenBy": "reference/architectures.py",
    "torch": torch.__version__,
    "torchvision": torchvision.__version__,
    "parameters": {
        "resnet50": sum(p.numel() for p in resnet.parameters()),
        "efficientnet_b5": sum(p.numel() for p in b5.parameters()),
    },
    "relativeDifference": differences,
}, indent=2))
assert all(value < 1e-5 for value in differences.values()), differences
