#!/usr/bin/env bash
# dcmjs 0.52.2, with which the slide viewer Slim reads structured reports, garbles texts of a report in UTF-8, and cuts
# them at a backslash. The Specific Character Set of a file holds for the items of its sequences too (DICOM PS3.5, 7.5.3); dcmjs
# reads items as Latin 1, unless an item repeats it, so that a name outside the sequences is right and those of regions,
# which are always inside, are not. In an unlimited text (UT) a backslash is a character (PS3.5, 6.2); dcmjs returns two
# values. pydicom reads the same file as it was written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pydicom==3.0.2
cat >write.py <<'PY'
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence


def text(value, own_character_set):
    item = Dataset()
    if own_character_set:
        item.SpecificCharacterSet = "ISO_IR 192"
    item.ValueType, item.TextValue = "TEXT", value
    return item


data = Dataset()
data.file_meta = FileMetaDataset()
data.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.88.33"
data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID = "2.25.1"
data.SpecificCharacterSet = "ISO_IR 192"
data.SeriesDescription = "肝"
data.ContentSequence = Sequence([text("肝", False), text("肝", True), text("S6\\S7", False)])
data.save_as("report.dcm", enforce_file_format=True)
read = pydicom.dcmread("report.dcm")
texts = [read.SeriesDescription] + [one.TextValue for one in read.ContentSequence]
print("pydicom", pydicom.__version__, "reads", texts)
assert texts == ["肝", "肝", "肝", "S6\\S7"]
PY
PYTHONIOENCODING=utf-8 venv/bin/python write.py
npm init -y >/dev/null
npm install --silent --no-audit --no-fund dcmjs@0.52.2
cat >read.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { DicomMessage, DicomMetaDictionary } = require('dcmjs').data;
const bytes = readFileSync('report.dcm');
const { dict } = DicomMessage.readFile(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const data = DicomMetaDictionary.naturalizeDataset(dict);
const [inItem, withOwn, cut] = data.ContentSequence.map(({ TextValue }) => TextValue);
console.log('dcmjs 0.52.2 reads', JSON.stringify([data.SeriesDescription, inItem, withOwn, cut]));
const stands = data.SeriesDescription === '肝' && inItem !== '肝' && inItem.startsWith('è') && withOwn === '肝' && Array.isArray(cut);
console.log(stands ? 'As described.' : 'This has changed.');
process.exit(stands ? 0 : 1);
JS
node read.cjs
