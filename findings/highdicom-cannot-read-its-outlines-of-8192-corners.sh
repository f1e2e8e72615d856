#!/usr/bin/env bash
# highdicom 0.28.2 does not read the region of a structured report that it wrote itself, once the region has 8,192 corners
# or more. Graphic Data is of type FL, whose length has 16 bits in an explicit transfer syntax (DICOM PS3.5, 7.1.2), and
# explicit is what highdicom writes unless told otherwise. pydicom 3.0.2 then writes the type UN, with a warning, as PS3.5,
# 6.2.2 allows, and reads UN of that length back as bytes; highdicom takes the bytes for one number and throws. A brush on
# a whole slide draws such a region. In the implicit transfer syntax, whose lengths all have 32 bits, it is read.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check highdicom==0.28.2 pydicom==3.0.2
cat >look.py <<'PY'
import sys
import warnings

import highdicom as hd
import numpy as np
import pydicom
from highdicom import sr
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian

image = Dataset()
image.SOPClassUID, image.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.77.1.6", "2.25.1"
image.StudyInstanceUID, image.SeriesInstanceUID, image.Modality = "2.25.2", "2.25.3", "SM"
image.PatientID = image.PatientName = image.PatientBirthDate = image.PatientSex = ""
image.StudyDate = image.StudyTime = image.StudyID = image.AccessionNumber = image.ReferringPhysicianName = ""
image.NumberOfFrames, image.Rows, image.Columns, image.TotalPixelMatrixRows, image.TotalPixelMatrixColumns = 4, 512, 512, 1024, 1024


def write(corners, syntax):
    angles = 2 * np.pi * np.arange(corners - 1) / (corners - 1)
    ring = 500 + 400 * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    ring = np.concatenate([ring, ring[:1]])
    region = sr.ImageRegion("POLYLINE", ring, sr.SourceImageForRegion(image.SOPClassUID, image.SOPInstanceUID), "VOLUME")
    group = sr.PlanarROIMeasurementsAndQualitativeEvaluations(sr.TrackingIdentifier(uid="2.25.4", identifier="lobe"), referenced_region=region)
    observer = sr.ObserverContext(codes.DCM.Person, sr.PersonObserverIdentifyingAttributes("Anonymous^"))
    report = sr.MeasurementReport(sr.ObservationContext(observer), codes.DCM.WholeSlideImaging, imaging_measurements=[group])
    sr.ComprehensiveSR(
        [image], report, series_instance_uid="2.25.5", series_number=1, sop_instance_uid="2.25.6", instance_number=1, manufacturer="made",
        transfer_syntax_uid=syntax,
    ).save_as("report.dcm")


def outcome(corners, syntax):
    write(corners, syntax)
    try:
        (group,) = sr.srread("report.dcm").content.get_planar_roi_measurement_groups()
        return "%d corners" % len(group.roi.value)
    except Exception as error:
        return "%s: %s" % (type(error).__name__, error)


warnings.simplefilter("ignore")
seen = [(corners, syntax.name, outcome(corners, syntax)) for corners, syntax in (
    (8191, ExplicitVRLittleEndian), (8192, ExplicitVRLittleEndian), (8192, ImplicitVRLittleEndian))]
for corners, syntax, what in seen:
    print("%d corners written by highdicom %s and pydicom %s in %s are read as: %s" % (corners, hd.__version__, pydicom.__version__, syntax, what))
stands = seen[0][2] == "8191 corners" and "Error" in seen[1][2] and seen[2][2] == "8192 corners"
print("As described." if stands else "This has changed.")
sys.exit(0 if stands else 1)
PY
venv/bin/python look.py
