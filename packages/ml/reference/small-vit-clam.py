"""Writes reference/small-vit-clam: a ViT at 224 pixels and a head in the shape of CLAM, both with seeded random weights,
as PyTorch's exporter writes them today (opset 24, weights of the ViT in a file of their own), and what PyTorch itself
makes of a made-up input. The TypeScript tests run these files and compare.

    python3 small-vit-clam.py      # torch 2.14, timm 1.0, onnx, onnxscript
"""

import hashlib, json, sys
from pathlib import Path
import timm, torch
from torch import nn
from export_model import ClamHead, export_features, export_head

WIDTH = 24
folder = Path(__file__).parent / "small-vit-clam"
folder.mkdir(exist_ok=True)
torch.manual_seed(7)
vit = timm.create_model("vit_tiny_patch16_224", pretrained=False, num_classes=0, global_pool="", depth=2,
                        embed_dim=WIDTH, num_heads=2).eval()
head = ClamHead(WIDTH, hidden=16, attention=8, classes=2).eval()
with torch.no_grad():
    for weights in head.parameters():
        weights.mul_(3.0)  # random weights alone attend to every patch alike
export_features(vit, folder / "vit.onnx", size=224, opset=24)
export_head(head, folder / "clam.onnx", width=WIDTH, layout="ND", opset=20)

# A made-up input that TypeScript can make too: pixel values that follow from their place.
n = 3
bytes_ = torch.arange(n * 224 * 224 * 3).mul(37).remainder(251).reshape(n, 224, 224, 3)
pixels = (bytes_.float() / 255 - torch.tensor([0.485, 0.456, 0.406])) / torch.tensor([0.229, 0.224, 0.225])
with torch.no_grad():
    tokens = vit(pixels.permute(0, 3, 1, 2))
    bag = tokens[:, 0]
    logits, attention = head(bag)
facts = {
    "torch": torch.__version__,
    "timm": timm.__version__,
    "tokens": list(tokens.shape),
    "features": bag.tolist(),
    "logits": logits[0].tolist(),
    "attention": torch.softmax(attention, 1)[0].tolist(),
    "sha256": {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted(folder.glob("*.onnx*"))},
}
(folder / "expected.json").write_text(json.dumps(facts, indent=1) + "\n")
print(json.dumps({k: v for k, v in facts.items() if k != "features"}), file=sys.stderr)
