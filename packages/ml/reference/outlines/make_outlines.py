"""Outlines as highdicom, pydicom and ome-types write them, and what they read of the files that the portal writes.

  python3 -m venv venv && venv/bin/pip install highdicom==0.28.2 pydicom==3.0.2 ome-types==0.7.0 xmlschema==4.3.2
  venv/bin/python packages/ml/reference/outlines/make_outlines.py packages/ml/reference/outlines

outlines.json has what read_outlines.py makes of the files that the portal writes.
"""
import json
import os
import sys

import numpy as np
import pydicom
from highdicom.ann import AnnotationGroup, MicroscopyBulkSimpleAnnotations
from highdicom.sr import CodedConcept
from ome_types import to_xml, validate_xml
from ome_types.model import OME, ROI, Ellipse, Image, Mask, Pixels, Polygon, Rectangle, AffineTransform, Point, ROIRef, TagAnnotation, StructuredAnnotations, AnnotationRef, BinData
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid
from read_outlines import read

out = sys.argv[1]
uid = lambda name: generate_uid(entropy_srcs=["haim", name])
code = lambda value, meaning: CodedConcept(value, "SCT", meaning)


def image():
    data = pydicom.Dataset()
    data.file_meta = FileMetaDataset()
    data.SOPClassUID = "1.2.840.10008.5.1.4.1.1.77.1.6"
    data.SOPInstanceUID, data.StudyInstanceUID, data.SeriesInstanceUID = uid("image"), uid("study"), uid("series")
    data.FrameOfReferenceUID, data.PositionReferenceIndicator = uid("frame"), "SLIDE_CORNER"
    data.StudyDate, data.StudyTime, data.StudyID, data.AccessionNumber = "20240102", "030405", "1", ""
    data.PatientName, data.PatientID, data.PatientBirthDate, data.PatientSex, data.ReferringPhysicianName = "", "", "", "", ""
    data.Modality = "SM"
    data.TotalPixelMatrixRows = data.TotalPixelMatrixColumns = 2000
    data.ContainerIdentifier = "1"
    data.IssuerOfTheContainerIdentifierSequence = data.ContainerTypeCodeSequence = data.SpecimenDescriptionSequence = Sequence()
    return data


def group(number, label, kind, shapes, meaning):
    return AnnotationGroup(
        number=number, uid=uid(label), label=label, annotated_property_category=code("49755003", "Morphologically Altered Structure"),
        annotated_property_type=code("108369006", meaning), graphic_type=kind, graphic_data=[np.asarray(one, dtype=np.float32) for one in shapes],
        algorithm_type="MANUAL",
    )


def annotations(name, coordinate_type, groups):
    made = MicroscopyBulkSimpleAnnotations(
        source_images=[image()], annotation_coordinate_type=coordinate_type, annotation_groups=groups, series_instance_uid=uid(name),
        series_number=9, sop_instance_uid=uid(name + "1"), instance_number=1, manufacturer="made", manufacturer_model_name="made",
        software_versions="1", device_serial_number="1",
    )
    made.save_as(os.path.join(out, name))


triangles = [[(100, 100), (400, 100), (250, 300.5)], [(500, 500), (700, 500), (700, 700), (500, 650)]]
annotations("annotations.dcm", "2D", [
    group(1, "lobe", "POLYGON", triangles, "Neoplasm"),
    group(2, "box", "RECTANGLE", [[(900, 900), (1000, 900), (1000, 950), (900, 950)]], "Neoplasm"),
    group(3, "round", "ELLIPSE", [[(1200, 1300), (1400, 1300), (1300, 1250), (1300, 1350)]], "Vessel"),
    group(4, "hole", "POLYGON", [[(220, 130), (260, 130), (240, 180)]], "Necrosis"),
    group(5, "cells", "POINT", [[(1, 2)], [(3, 4)]], "Cell"),
])
annotations("annotations-3d.dcm", "3D", [group(1, "lobe", "POLYGON", [[(1.0, 1.0, 0.0), (2.0, 1.0, 0.0), (2.0, 2.0, 0.0)]], "Neoplasm")])


# A structured report with regions (TID 1410), as one is stored: containers, a tracking identifier, a finding, coordinates.
def item(kind, concept=None, relation=None, content=()):
    data = Dataset()
    data.ValueType = kind
    if relation:
        data.RelationshipType = relation
    if concept:
        named = Dataset()
        named.CodeValue, named.CodingSchemeDesignator, named.CodeMeaning = concept
        data.ConceptNameCodeSequence = Sequence([named])
    if content:
        data.ContentSequence = Sequence(content)
    if kind == "CONTAINER":
        data.ContinuityOfContent = "SEPARATE"
    return data


def region(kind, points):
    data = item("SCOORD", ("111030", "DCM", "Image Region"), "CONTAINS")
    data.GraphicType, data.GraphicData = kind, [float(value) for point in points for value in point]
    data.PixelOriginInterpretation = "VOLUME"
    return data


def measured(name, finding, coordinates):
    tracking = item("TEXT", ("112039", "DCM", "Tracking Identifier"), "HAS OBS CONTEXT")
    tracking.TextValue = name
    found = item("CODE", ("121071", "DCM", "Finding"), "CONTAINS")
    value = Dataset()
    value.CodeValue, value.CodingSchemeDesignator, value.CodeMeaning = "108369006", "SCT", finding
    found.ConceptCodeSequence = Sequence([value])
    return item("CONTAINER", ("125007", "DCM", "Measurement Group"), "CONTAINS", [tracking, found, *coordinates])


report = item("CONTAINER", ("126000", "DCM", "Imaging Measurement Report"), None, [
    item("CONTAINER", ("126010", "DCM", "Imaging Measurements"), "CONTAINS", [
        measured("lobe", "Neoplasm", [region("POLYLINE", [(10, 10), (110, 10), (110, 60), (10, 10)])]),
        measured("circle", "Vessel", [region("CIRCLE", [(300, 300), (310, 300)])]),
        measured("line", "Vessel", [region("POLYLINE", [(1, 1), (5, 5)])]),
    ]),
])
report.SOPClassUID, report.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.88.34", uid("report")
report.SpecificCharacterSet = "ISO_IR 192"
report.file_meta = FileMetaDataset()
report.file_meta.MediaStorageSOPClassUID, report.file_meta.MediaStorageSOPInstanceUID = report.SOPClassUID, report.SOPInstanceUID
report.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
report.save_as(os.path.join(out, "report.dcm"), enforce_file_format=True)

# ---- OME-XML ---------------------------------------------------------------------------------------------------------
pixels = lambda name, size: Pixels(id="Pixels:" + name, dimension_order="XYCZT", type="uint8", size_x=size, size_y=size, size_c=3, size_z=1, size_t=1, metadata_only=True)
tag = TagAnnotation(id="Annotation:0", value="Tumour")
away = TagAnnotation(id="Annotation:1", value="hole")
ome = OME(
    images=[
        Image(id="Image:0", pixels=pixels("0", 2000), roi_refs=[ROIRef(id="ROI:%d" % i) for i in range(5)]),
        Image(id="Image:1", pixels=pixels("1", 700), roi_refs=[ROIRef(id="ROI:5")]),
    ],
    structured_annotations=StructuredAnnotations(tag_annotations=[tag, away]),
    rois=[
        ROI(id="ROI:0", name="lobe", annotation_refs=[AnnotationRef(id=tag.id)], union=[Polygon(id="Shape:0:0", points="100,100 400,100 250,300.5"), Rectangle(id="Shape:0:1", x=900, y=900, width=100, height=50)]),
        ROI(id="ROI:1", union=[Ellipse(id="Shape:1:0", x=1300, y=1300, radius_x=100, radius_y=50, text="round")]),
        ROI(id="ROI:2", name="moved", union=[Polygon(id="Shape:2:0", points="0,0 10,0 10,20", transform=AffineTransform(a00=1, a10=0, a01=0, a11=1, a02=1000, a12=50))]),
        ROI(id="ROI:3", name="away", annotation_refs=[AnnotationRef(id=away.id)], union=[Polygon(id="Shape:3:0", points="220,130 260,130 240,180")]),
        ROI(id="ROI:4", name="cell", union=[Point(id="Shape:4:0", x=5, y=6)]),
        ROI(id="ROI:5", name="of another image", union=[Polygon(id="Shape:5:0", points="1,1 90,1 90,90")]),
    ],
)
text = to_xml(ome)
validate_xml(text)
open(os.path.join(out, "outlines.ome.xml"), "w").write(text)

# ---- what they read of ours ------------------------------------------------------------------------------------------
json.dump({"writtenBy": "reference/outlines/make_outlines.py", "read": read(out)}, open(os.path.join(out, "outlines.json"), "w"), indent=1)
print(os.listdir(out))
