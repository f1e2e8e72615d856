"""Writes a model folder of the portal from PyTorch networks: an extractor of patches and a head that takes a bag.

As a program, for the common cases (docs/bring-your-model.md):

    python3 export_model.py --id uni-clam --out uni-clam \
        --timm vit_large_patch16_224 --features-weights uni.bin --timm-args '{"init_values": 1e-5, "dynamic_img_size": true}' \
        --clam clam-checkpoint.pt --classes CR/PR,SD/PD --positive SD/PD \
        --microns 0.5 --threshold 0.5 --threshold-rule "Youden" --threshold-chosen-on "tuning part, 40 slides"

For anything else import it and pass modules of your own: export_features, export_head, write_manifest, check.
It exports, runs ONNX Runtime beside PyTorch on the same numbers, and stops where they differ by more than 1e-3.
"""

import argparse, hashlib, json
from pathlib import Path
import numpy, onnx, torch
from torch import nn


class ClamHead(nn.Module):
    """CLAM_SB and CLAM_MB (gated attention) as inference needs them: logits, and the attention before its softmax."""

    def __init__(self, width, hidden=512, attention=256, classes=2, branches=1):
        super().__init__()
        self.fc = nn.Linear(width, hidden)
        self.a, self.b, self.c = nn.Linear(hidden, attention), nn.Linear(hidden, attention), nn.Linear(attention, branches)
        self.classifiers = nn.ModuleList(nn.Linear(hidden, classes if branches == 1 else 1) for _ in range(branches))

    def forward(self, bag):  # [n, width]
        h = torch.relu(self.fc(bag))
        scores = self.c(torch.tanh(self.a(h)) * torch.sigmoid(self.b(h))).transpose(1, 0)  # [branches, n]
        mean = torch.softmax(scores, 1) @ h
        logits = [classifier(mean[i : i + 1]) for i, classifier in enumerate(self.classifiers)]
        return torch.cat(logits, 1), scores

    @staticmethod
    def from_checkpoint(path):
        """Reads a state_dict of github.com/mahmoodlab/CLAM (CLAM_SB or CLAM_MB, gated, any size)."""
        state = torch.load(path, map_location="cpu", weights_only=True)
        state = {key.replace(".module", ""): value for key, value in state.get("model", state).items()}
        net = lambda end: next(v for k, v in state.items() if k.startswith("attention_net.") and k.endswith(end))
        last = max(int(k.split(".")[1]) for k in state if k.startswith("attention_net."))  # the attention itself
        at = lambda end: state[f"attention_net.{last}.{end}"]
        single = "classifiers.weight" in state
        branches = 1 if single else sum(k.startswith("classifiers.") and k.endswith(".weight") for k in state)
        fc, a, c = net("0.weight"), at("attention_a.0.weight"), at("attention_c.weight")
        if c.shape[0] != branches:
            raise SystemExit(f"{path}: {c.shape[0]} attentions for {branches} classifiers: not a CLAM checkpoint")
        classes = state["classifiers.weight"].shape[0] if single else branches
        head = ClamHead(fc.shape[1], fc.shape[0], a.shape[0], classes, branches)
        mine = {"fc.weight": fc, "fc.bias": net("0.bias")}
        for ours, theirs in (("a", "attention_a.0"), ("b", "attention_b.0"), ("c", "attention_c")):
            mine |= {f"{ours}.{p}": at(f"{theirs}.{p}") for p in ("weight", "bias")}
        for i in range(branches):
            name = "classifiers" if single else f"classifiers.{i}"
            mine |= {f"classifiers.{i}.{p}": state[f"{name}.{p}"] for p in ("weight", "bias")}
        head.load_state_dict(mine)
        return head.eval()


def export_features(module, path, size, opset=20):
    """[n, 3, size, size] float32, normalised, to whatever the module gives."""
    batch = torch.export.Dim("batch", min=1, max=1024)
    torch.onnx.export(module.eval(), (torch.randn(2, 3, size, size),), str(path), dynamo=True, opset_version=opset,
                      input_names=["pixels"], output_names=["features"], dynamic_shapes=({0: batch},))


def export_head(module, path, width, layout="ND", attention=True, opset=20):
    """[n, width] (ND) or [1, n, width] (1ND) float32 to logits and, where it has one, attention."""
    rows = torch.export.Dim("n", min=1, max=1_000_000)
    bag = torch.randn(50, width) if layout == "ND" else torch.randn(1, 50, width)
    torch.onnx.export(module.eval(), (bag,), str(path), dynamo=True, opset_version=opset, input_names=["bag"],
                      output_names=["logits", "attention"] if attention else ["logits"],
                      dynamic_shapes=({0 if layout == "ND" else 1: rows},))


def graph_of(path):
    """What the manifest says of the files: their names and hashes, weights beside the graph included."""
    path = Path(path)
    model = onnx.load(str(path), load_external_data=False)
    beside = {e.value for t in model.graph.initializer for e in t.external_data if e.key == "location"}
    digest = lambda name: hashlib.sha256((path.parent / name).read_bytes()).hexdigest()
    external = [{"file": name, "sha256": digest(name)} for name in sorted(beside)]
    return {"file": path.name, "sha256": digest(path.name), "externalFiles": external}


def check(path, module, *inputs, tolerance=1e-3):
    """Runs ONNX Runtime and PyTorch on the same numbers. Stops where they differ."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = {door.name: value.numpy() for door, value in zip(session.get_inputs(), inputs)}
    with torch.no_grad():
        expected = module.eval()(*inputs)
    expected = expected if isinstance(expected, (tuple, list)) else (expected,)
    for door, found, wanted in zip(session.get_outputs(), session.run(None, feeds), expected):
        wanted = wanted.numpy()
        worst = float(numpy.abs(found - wanted).max() / max(1.0, numpy.abs(wanted).max()))
        print(f"{Path(path).name}: {door.name} {list(found.shape)}, largest difference {worst:.1e}")
        if not (found.shape == wanted.shape and worst <= tolerance):
            raise SystemExit(f"{path}: ONNX Runtime and PyTorch disagree about {door.name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("--id", required=True, help="lower case letters, digits, hyphens")
    add("--out", required=True, type=Path)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--timm", help="name of a timm model")
    source.add_argument("--hugging-face", help="folder or name of a transformers ViT (AutoModel)")
    add("--timm-args", default="{}", help="JSON for timm.create_model")
    add("--features-weights", type=Path, help="state_dict of the extractor; absent: those that its library loads")
    add("--take", default=None, help='JSON for "take" of the manifest, e.g. {"what": "token", "token": 0}')
    add("--size", type=int, default=224)
    add("--mean", default="0.485,0.456,0.406")
    add("--std", default="0.229,0.224,0.225")
    add("--clam", type=Path, required=True, help="checkpoint of CLAM_SB or CLAM_MB")
    add("--patch", type=int, help="side of a patch in pixels; the size of the input by default")
    add("--microns", type=float, required=True, help="microns per pixel of the patches")
    add("--classes", required=True, help="in the order of the logits, separated by commas")
    add("--positive", required=True)
    add("--threshold", type=float, required=True)
    add("--threshold-rule", required=True)
    add("--threshold-chosen-on", required=True)
    add("--provenance", default="exported by export_model.py")
    add("--licence", default="see the checkpoints")
    add("--opset", type=int, default=20)
    given = parser.parse_args()
    given.out.mkdir(parents=True)

    take = json.loads(given.take) if given.take else None
    if given.timm:
        import timm

        args = {"pretrained": given.features_weights is None, "num_classes": 0} | json.loads(given.timm_args)
        extractor = timm.create_model(given.timm, **({"global_pool": ""} if take else {}), **args)
    else:
        from transformers import AutoModel

        class Tokens(nn.Module):
            def __init__(self, inner):
                super().__init__()
                self.inner = inner

            def forward(self, pixels):
                return self.inner(pixel_values=pixels).last_hidden_state

        inner = AutoModel.from_pretrained(given.hugging_face)
        extractor, take = Tokens(inner), take or {"what": "token", "token": 0}
    if given.features_weights:
        target = extractor if given.timm else extractor.inner
        target.load_state_dict(torch.load(given.features_weights, map_location="cpu", weights_only=True), strict=True)
    extractor.eval()
    head = ClamHead.from_checkpoint(given.clam)

    with torch.no_grad():
        width = extractor(torch.zeros(1, 3, given.size, given.size)).shape[-1]
    row = 2 * width if take and take["what"] == "tokenAndMean" else width
    if head.fc.in_features != row:
        raise SystemExit(f"the head takes rows of {head.fc.in_features}, the extractor gives {row}")
    export_features(extractor, given.out / "features.onnx", given.size, given.opset)
    export_head(head, given.out / "head.onnx", row, opset=given.opset)
    check(given.out / "features.onnx", extractor, torch.randn(3, 3, given.size, given.size))
    check(given.out / "head.onnx", head, torch.randn(731, row))

    numbers = lambda text: [float(one) for one in text.split(",")]
    classes = given.classes.split(",")
    about = {"weights": "trained", "provenance": given.provenance, "licence": given.licence}
    attention = {"meaning": "attention", "name": "attention", "values": "scores",
                 "axes": ["classes" if len(head.classifiers) > 1 else "1", "n"]}
    manifest = {
        "manifestVersion": 1, "id": given.id,
        "graphs": {
            "features": graph_of(given.out / "features.onnx") | about | {
                "input": {"name": "pixels", "layout": "NCHW", "dtype": "float32", "size": [given.size] * 2,
                          "channelOrder": "RGB", "mean": numbers(given.mean), "std": numbers(given.std)},
                "outputs": [{"meaning": "features", "name": "features", "width": width} | ({"take": take} if take else {})],
            },
            "head": graph_of(given.out / "head.onnx") | about | {
                "input": {"name": "bag", "layout": "ND", "dtype": "float32"},
                "outputs": [{"meaning": "logits", "name": "logits", "width": len(classes)}, attention],
            },
        },
        "classes": classes, "positiveClass": given.positive,
        "patch": {"px": given.patch or given.size, "micronsPerPixel": given.microns, "tolerance": 0.05},
        "tissue": {"method": "hsv-saturation", "micronsPerPixel": 16, "saturation": 8, "median": 7, "close": 4},
        "quality": {"minTissueFraction": 0.25, "whiteSaturation": 5, "blackMean": 50, "minLaplacianVariance": 0},
        "bag": {"rows": "patches", "order": "y,x"},
        "threshold": {"value": given.threshold, "rule": given.threshold_rule, "chosenOn": given.threshold_chosen_on},
        "trainedOn": None, "clinicalUse": False,
    }
    (given.out / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(f"{given.out}: {len(list(given.out.iterdir()))} files. Upload them on the page Models, or: npm run portal -- models add {given.out}")


if __name__ == "__main__":
    main()
