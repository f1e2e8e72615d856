#!/bin/sh
# OpenSlide mirrors each tile of a TIFF separately where the Orientation tag is not 1.
#
# One would expect the whole picture either mirrored or in its stored order. OpenSlide leaves the tiles where they are stored
# and mirrors the content of each: TIFFReadRGBATile applies the orientation to the tile it is given. The result, without
# an error, is a picture that is nowhere in the file, in OpenSlide 3.4 and 4.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  openslide-python==1.4.2 openslide-bin==4.0.1.2 pillow==11.3.0
cat >"$folder/look.py" <<'END'
import struct, sys
import openslide
from PIL import Image

SIDE, TILE = 64, 32


def write(path, orientation):
    """64 x 64 grey-valued RGB in four tiles of 32; each pixel's red is its column, its green its row."""
    tiles = [
        bytes(v for y in range(TILE) for x in range(TILE) for v in (tx + x, ty + y, 0))
        for ty in (0, TILE) for tx in (0, TILE)
    ]
    places, out = [], bytearray(b"II*\0\0\0\0\0")
    for tile in tiles:
        places.append(len(out))
        out += tile
    def put(kind, values):
        at = len(out)
        out.extend(struct.pack("<%d%s" % (len(values), kind), *values))
        return at
    bits, offsets, counts = put("H", [8, 8, 8]), put("I", places), put("I", [len(t) for t in tiles])
    tags = [(256, 4, 1, SIDE), (257, 4, 1, SIDE), (258, 3, 3, bits), (259, 3, 1, 1), (262, 3, 1, 2),
            (274, 3, 1, orientation), (277, 3, 1, 3), (284, 3, 1, 1), (322, 3, 1, TILE), (323, 3, 1, TILE),
            (324, 4, 4, offsets), (325, 4, 4, counts)]
    out += b"\0" * (len(out) % 2)
    struct.pack_into("<I", out, 4, len(out))
    out += struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + b"\0\0\0\0"
    open(path, "wb").write(out)


def row(path):
    """The columns (red) that OpenSlide shows along the first row, at the edges of the two tiles."""
    slide = openslide.OpenSlide(path)
    image = slide.read_region((0, 0), 0, (SIDE, SIDE)).convert("RGB")
    return [image.getpixel((x, 0))[0] for x in (0, 31, 32, 63)]


print("OpenSlide", openslide.__library_version__)
seen = {}
for orientation in (1, 2):
    path = sys.argv[1] + "/%d.tif" % orientation
    write(path, orientation)
    seen[orientation] = row(path)
    print("Orientation %d: at x = 0, 31, 32, 63 stand the stored columns" % orientation, seen[orientation])
whole = [Image.open(sys.argv[1] + "/2.tif").getpixel((x, 0))[0] for x in (0, 31, 32, 63)]
print("Mirrored as a whole, as Pillow shows the file of orientation 2:", whole)
stands = seen[1] == [0, 31, 32, 63] and whole == [63, 32, 31, 0] and seen[2] == [31, 0, 63, 32]
print("As described." if stands else "This has changed.")
sys.exit(0 if stands else 1)
END
"$folder/venv/bin/python" "$folder/look.py" "$folder"
