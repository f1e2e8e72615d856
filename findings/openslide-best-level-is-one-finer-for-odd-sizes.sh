#!/usr/bin/env bash
# OpenSlide 4.0.1 (openslide-python 1.4.7): get_best_level_for_downsample(4) gives the level that is four times smaller
# only where width and height are multiples of it. A level of a slide of 4097 x 4098 pixels is 1024 x 1024, its downsample
# 4.0015, and the finer level counts as the best: level 0 for 4, level 1 for 16. Whoever asks for a power of two, as the
# pyramid is made, reads sixteen times the pixels on most slides, and shrinks them by another filter than the scanner's.
# The portal takes a level that is within half a per cent of the scale asked for (packages/ml, scaled-region.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  openslide-python==1.4.7 openslide-bin==4.0.1.2 tifffile==2026.3.3 imagecodecs==2026.3.6 numpy
cat >see.py <<'PY'
from importlib.metadata import version

import numpy as np
import openslide
import tifffile

print('openslide-python', version('openslide-python'), 'OpenSlide', openslide.__library_version__)


def best_levels(width, height):
    pixels = np.full((height, width, 3), 200, np.uint8)
    with tifffile.TiffWriter('slide.tif') as file:
        for k in (1, 4, 16):
            level = pixels[::k, ::k][: height // k, : width // k]
            file.write(level, tile=(256, 256), photometric='rgb', subfiletype=int(k > 1), compression='zlib')
    with openslide.OpenSlide('slide.tif') as slide:
        best = [slide.get_best_level_for_downsample(wanted) for wanted in (4, 16)]
        print((width, height), [round(one, 4) for one in slide.level_downsamples], 'best for 4 and 16:', best)
        return best


even, odd = best_levels(4096, 4096), best_levels(4097, 4098)
raise SystemExit(0 if (even, odd) == ([1, 2], [0, 1]) else 'not as described')
PY
env/bin/python see.py
