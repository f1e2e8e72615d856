"""What openslide-python makes of OpenSlide's public slide CMU-1-Small-Region.svs.

  python3 packages/ml/reference/openslide-pixels.py CMU-1-Small-Region.svs > packages/ml/reference/openslide-pixels.json

Each region is read with read_region(...), laid over the slide's background colour (white where it states none) and hashed
as tightly packed RGB. Where every pixel is opaque that is read_region(...).convert("RGB"), which is hashed too.
"""
import hashlib
import json
import sys

import openslide
from PIL import Image

REGIONS = [
    (0, 0, 0, 512, 512),
    (1000, 1500, 0, 512, 512),
    (1708, 2455, 0, 512, 512),
    (777, 333, 0, 101, 57),
    (2000, 2800, 0, 400, 300),  # reaches past the corner
    (-50, -60, 0, 200, 200),
    (5000, 5000, 0, 32, 32),  # outside
    (0, 0, 0, 2220, 2967),
]


def sha256(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


slide = openslide.OpenSlide(sys.argv[1])
background = "#" + slide.properties.get(openslide.PROPERTY_NAME_BACKGROUND_COLOR, "ffffff")
regions = []
for x, y, level, width, height in REGIONS:
    rgba = slide.read_region((x, y), level, (width, height))
    rgb = Image.new("RGB", rgba.size, background)
    rgb.paste(rgba, None, rgba)
    is_opaque = rgba.getchannel("A").getextrema() == (255, 255)
    region = {"x": x, "y": y, "level": level, "width": width, "height": height, "opaque": is_opaque, "sha256": sha256(rgb)}
    if is_opaque:
        assert sha256(rgba.convert("RGB")) == region["sha256"]
    regions.append(region)

with open(sys.argv[1], "rb") as file:
    slide_sha256 = hashlib.sha256(file.read()).hexdigest()
json.dump(
    {
        "writtenBy": "reference/openslide-pixels.py",
        "openslide": openslide.__library_version__,
        "openslidePython": openslide.__version__,
        "slideSha256": slide_sha256,
        "vendor": slide.properties[openslide.PROPERTY_NAME_VENDOR],
        "micronsPerPixel": float(slide.properties[openslide.PROPERTY_NAME_MPP_X]),
        "objectivePower": float(slide.properties[openslide.PROPERTY_NAME_OBJECTIVE_POWER]),
        "levels": slide.level_dimensions,
        "associatedImages": sorted(slide.associated_images),
        "regions": regions,
    },
    sys.stdout,
    indent=2,
)
print()
