#!/usr/bin/env bash
# onnxruntime 1.32.0: what quantize_dynamic writes scales a whole input tensor by its own range, and the rows of a batch
# are one tensor. The same row has one output alone and another one beside a row fifty times as large: -4.03 and -4.60
# here, where float32 gives -4.03 both times. So a patch's features, and a slide's score, would depend on which patches
# happened to share its batch. An int8 network of the portal has static scales, from calibration.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0
cat >see.py <<'PY'
import logging

import numpy as np
import onnx
import onnxruntime as ort
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import quantize_dynamic

logging.disable(logging.WARNING)
print('onnxruntime', ort.__version__)
draw = np.random.default_rng(1)
weights = draw.normal(size=(16, 1)).astype('f4')
row = draw.normal(size=(1, 16)).astype('f4')
large = 50 * draw.normal(size=(1, 16)).astype('f4')
graph = helper.make_graph(
    [helper.make_node('MatMul', ['x', 'w'], ['y'])],
    'one layer',
    [helper.make_tensor_value_info('x', TensorProto.FLOAT, ['rows', 16])],
    [helper.make_tensor_value_info('y', TensorProto.FLOAT, ['rows', 1])],
    [numpy_helper.from_array(weights, 'w')],
)
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17)], ir_version=9), 'float32.onnx')
quantize_dynamic('float32.onnx', 'int8.onnx')
moved = {}
for name in ('float32', 'int8'):
    session = ort.InferenceSession(f'{name}.onnx', providers=['CPUExecutionProvider'])
    alone = float(session.run(None, {'x': row})[0][0, 0])
    beside = float(session.run(None, {'x': np.vstack([row, large])})[0][0, 0])
    moved[name] = abs(alone - beside)
    print(f'{name}: the row alone {alone:.3f}, beside a large row {beside:.3f}')
raise SystemExit(0 if moved['float32'] < 1e-4 and moved['int8'] > 0.1 else 'not as described')
PY
env/bin/python see.py
