#!/usr/bin/env bash
# tiffslide 3.0.1 is a drop-in for openslide-python, and calls like it. Where a region reaches beyond the edge of the
# slide, OpenSlide 4.0.1 (openslide-python 1.4.7) returns transparent pixels, which are white on the usual white
# ground; tiffslide returns RGB without alpha, and there black. A patch at the edge is then half black, which tissue
# masks by darkness or saturation take for tissue and a network has never seen.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check tiffslide==3.0.1 openslide-python==1.4.7 openslide-bin==4.0.1.2 tifffile==2026.3.3 imagecodecs
cat >see.py <<'PY'
from importlib.metadata import version

import numpy as np
import openslide
import tifffile
import tiffslide
from PIL import Image

pixels = np.full((600, 700, 3), 200, dtype=np.uint8)
with tifffile.TiffWriter('slide.tif') as file:
    file.write(pixels, tile=(256, 256), photometric='rgb', metadata=None, resolution=(40000, 40000), resolutionunit='CENTIMETER')
seen = {}
for name, slide in (('openslide', openslide.OpenSlide('slide.tif')), ('tiffslide', tiffslide.TiffSlide('slide.tif'))):
    region = slide.read_region((600, 500), 0, (200, 200))
    page = Image.new('RGB', region.size, 'white')
    page.paste(region, mask=region.getchannel('A') if region.mode == 'RGBA' else None)
    seen[name] = (region.mode, page.getpixel((50, 50)), page.getpixel((150, 150)))
    print(f'{name}: {region.mode}, inside {seen[name][1]}, outside on white {seen[name][2]}')
print('tiffslide', version('tiffslide'), 'OpenSlide', openslide.__library_version__)
expected = {
    'openslide': ('RGBA', (200, 200, 200), (255, 255, 255)),
    'tiffslide': ('RGB', (200, 200, 200), (0, 0, 0)),
}
raise SystemExit(0 if seen == expected else 'read otherwise')
PY
env/bin/python see.py
