#!/usr/bin/env bash
# wsidicom 0.31.0 does not join the fragments of a frame. A frame of an encapsulated image may be cut into several (DICOM
# PS3.5, A.4; with a Basic Offset Table that says where each frame begins). pydicom joins them; wsidicom gives all bytes up
# to the next frame, with the eight bytes of an item's header in their middle, and of the last frame its first fragment
# alone: JPEG 2000 of such a slide cannot be decoded, and of JPEG a part of a tile is wrong.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check wsidicom==0.31.0 pydicom==3.0.2 pillow==13.0.0
cat >look.py <<'PY'
import io
import sys

import pydicom
import wsidicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.sequence import Sequence
from wsidicom.file.io import WsiDicomReader
from wsidicom.file.io.wsidicom_io import WsiDicomIO

frames = []
for seed in range(2):
    stream = io.BytesIO()
    Image.effect_noise((128, 128), 60 + seed).convert("RGB").save(stream, "jpeg2000", irreversible=False, no_jp2=True)
    frames.append(stream.getvalue())
seen = {}
for fragments in (1, 2):
    data = Dataset()
    data.file_meta = FileMetaDataset()
    data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.90"
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.6"
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = "2.25.%d" % fragments
    data.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"]
    data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = "2.25.8", "2.25.9", "2.25.7"
    data.NumberOfFrames, data.Rows, data.Columns, data.TotalPixelMatrixRows, data.TotalPixelMatrixColumns = 2, 128, 128, 128, 256
    data.SamplesPerPixel, data.PhotometricInterpretation, data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 3, "YBR_RCT", 8, 8, 7, 0
    data.DimensionOrganizationType = "TILED_FULL"
    data.PixelData = encapsulate(frames, fragments_per_frame=fragments, has_bot=True)
    data["PixelData"].VR, data["PixelData"].is_undefined_length = "OB", True
    path = "slide-%d.dcm" % fragments
    data.save_as(path, enforce_file_format=True)
    joined = [len(one) for one in generate_frames(data.PixelData, number_of_frames=2)]
    reader = WsiDicomReader(WsiDicomIO(open(path, "rb")))
    read = [len(reader.read_frame(i)) for i in range(2)]
    seen[fragments] = (joined, read)
    print("%d fragment(s) a frame: pydicom joins %s bytes, wsidicom %s reads %s" % (fragments, joined, wsidicom.__version__, read))
(joined, read) = seen[2]
stands = seen[1][0] == seen[1][1] and read[0] == joined[0] + 8 and read[1] < joined[1] * 0.75
print("As described." if stands else "This has changed.")
sys.exit(0 if stands else 1)
PY
venv/bin/python look.py
