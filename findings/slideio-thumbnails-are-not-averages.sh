#!/usr/bin/env bash
# slideio 2.10.0: read_block with a smaller size takes, of a slide without a pyramid, the pixels nearest to each point of
# the small image, not the mean of those that it stands for. A slide whose columns 3 and 4 of every eight are white (250)
# and the others dark (10) is white at an eighth of its size, where the mean is 70: fine structure becomes tissue or
# glass by its place. The portal shrinks with a kernel that widens (packages/ml/src/slides/scaled-region.ts),
# so that every pixel of the level counts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check slideio==2.10.0 tifffile==2026.3.3 'numpy<3'
cat >see.py <<'PY'
from importlib.metadata import version

import numpy as np
import slideio
import tifffile

print('slideio', version('slideio'))
pixels = np.full((512, 512, 3), 10, 'u1')
pixels[:, 3::8] = pixels[:, 4::8] = 250
tifffile.imwrite('slide.tif', pixels, tile=(256, 256), photometric='rgb')
scene = slideio.open_slide('slide.tif', 'GDAL').get_scene(0)
whole = scene.read_block((0, 0, 512, 512))
small = scene.read_block((0, 0, 512, 512), size=(64, 64))
print('whole: equal to what was written', bool((whole == pixels).all()), '- mean', pixels.mean())
print('an eighth: values', np.unique(small).tolist(), '- mean', small.mean())
raise SystemExit(0 if (whole == pixels).all() and np.unique(small).tolist() == [250] and pixels.mean() == 70 else 'not as described')
PY
env/bin/python see.py
