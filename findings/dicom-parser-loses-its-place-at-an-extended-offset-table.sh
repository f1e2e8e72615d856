#!/usr/bin/env bash
# dicom-parser 1.8.21, the parser of Cornerstone and OHIF, does not know the value representations OV, SV and UV (DICOM
# PS3.5, 7.1.2: lengths of 32 bits). An Extended Offset Table, which whole-slide images beyond 4 GB need because the Basic
# Offset Table has 32 bits, is of type OV: the parser takes the two reserved bytes for its length, goes on inside the
# table, and throws or returns elements that are not there. pydicom reads the same file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydicom==3.0.1
cat >write.py <<'PY'
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate_extended

data = Dataset()
data.file_meta = FileMetaDataset()
data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.4.50"
data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.6"
data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = "2.25.1"
data.NumberOfFrames = 2
data.PixelData, data.ExtendedOffsetTable, data.ExtendedOffsetTableLengths = encapsulate_extended([b"\xff\xd8\xff\xd9" * 4, b"\xff\xd8\xff\xd9" * 6])
data["PixelData"].VR = "OB"
data["PixelData"].is_undefined_length = True
data.save_as("slide.dcm", enforce_file_format=True)
read = pydicom.dcmread("slide.dcm")
print("pydicom", pydicom.__version__, "reads", len(read.ExtendedOffsetTable) // 8, "offsets and the pixels:", "PixelData" in read)
assert len(read.ExtendedOffsetTable) == 16 and "PixelData" in read
PY
venv/bin/python write.py
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dicom-parser@1.8.21
cat >read.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { parseDicom } = require('dicom-parser');
let outcome;
try {
  const data = parseDicom(readFileSync('slide.dcm'));
  const table = data.elements.x7fe00001;
  outcome = table?.length === 16 && data.elements.x7fe00010 ? 'reads both' : `gives a table of ${table?.length} bytes, pixels: ${'x7fe00010' in data.elements}`;
} catch (error) {
  outcome = `throws: ${error.message ?? error.exception ?? error}`;
}
console.log('dicom-parser 1.8.21', outcome);
console.log(outcome === 'reads both' ? 'This has changed.' : 'As described.');
process.exit(outcome === 'reads both' ? 1 : 0);
JS
node read.cjs
