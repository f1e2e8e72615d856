"""Patches a second of torchvision's ResNet-50 without its last layer, to set beside `npm run bench inference`.

  python3 packages/ml/reference/torch-speed.py [THREADS] [SECONDS]

One 512 x 512 patch at a time in float32 on the CPU, as this package runs them; the module is traced and frozen
(TorchScript), torch's quickest form for inference. The median of the runs' times counts. Weights do not change the time.
"""
import statistics
import sys
import time

import torch
import torchvision

threads = int(sys.argv[1]) if len(sys.argv) > 1 else torch.get_num_threads()
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
torch.set_num_threads(threads)
torch.set_grad_enabled(False)

network = torchvision.models.resnet50()
network.fc = torch.nn.Identity()
patch = torch.randn(1, 3, 512, 512)
frozen = torch.jit.optimize_for_inference(torch.jit.freeze(torch.jit.trace(network.eval(), patch)))

for _ in range(3):
    frozen(patch)
took = []
while sum(took) < seconds:
    began = time.perf_counter()
    frozen(patch)
    took.append(time.perf_counter() - began)
print(f"torch {torch.__version__}, {threads} threads: {1 / statistics.median(took):.2f} patches/s, {len(took)} runs")
