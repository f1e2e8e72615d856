"""What highdicom and ome-types read of the files of outlines that the portal writes: written.dcm, written-report.dcm and
written.ome.xml (roi-exchange.test.ts writes them with WRITE_REFERENCE=1). Packages: make_outlines.py.

  venv/bin/python packages/ml/reference/outlines/read_outlines.py packages/ml/reference/outlines
"""
import json
import os
import sys

import highdicom as hd
from highdicom.ann import annread
from highdicom.sr import srread
from ome_types import from_xml, validate_xml


def annotations(path):
    ours = annread(path)
    return {
        "version": hd.__version__,
        "coordinateType": ours.AnnotationCoordinateType,
        "image": ours.ReferencedImageSequence[0].ReferencedSOPInstanceUID,
        "groups": [
            {"label": one.label, "type": one.annotated_property_type.meaning, "graphicType": one.graphic_type.value,
             "polygons": [ring.tolist() for ring in one.get_graphic_data(coordinate_type="2D")]}
            for one in ours.get_annotation_groups()
        ],
    }


def report(path):
    ours = srread(path)
    identifying = ["PatientName", "PatientID", "PatientBirthDate", "PatientSex", "AccessionNumber", "ReferringPhysicianName", "StudyID"]
    groups = ours.content.get_planar_roi_measurement_groups()
    regions = [one.roi for one in groups]
    return {
        "class": type(ours).__name__,
        "title": ours.ConceptNameCodeSequence[0].CodeMeaning,
        "identifying": [str(ours[name].value or "") for name in identifying],
        "procedure": [one.ConceptCodeSequence[0].CodeMeaning for one in ours.ContentSequence if one.ConceptNameCodeSequence[0].CodeValue == "121058"],
        "evidence": [study.ReferencedSeriesSequence[0].ReferencedSOPSequence[0].ReferencedSOPInstanceUID for study in ours.CurrentRequestedProcedureEvidenceSequence],
        "groups": [
            {"name": one.tracking_identifier, "finding": one.finding_type and one.finding_type.meaning, "graphicType": region.graphic_type.value,
             "origin": region.PixelOriginInterpretation, "image": region.ContentSequence[0].referenced_sop_instance_uid, "points": region.value.tolist()}
            for one, region in zip(groups, regions)
        ],
        "trackingUids": len({one.tracking_uid for one in groups}),
    }


def ome(path):
    text = open(path).read()
    validate_xml(text)  # against the schema of 2016-06
    ours = from_xml(text)
    tags = {one.id: one.value for one in ours.structured_annotations.tag_annotations}
    return {
        "size": [ours.images[0].pixels.size_x, ours.images[0].pixels.size_y, ours.images[0].pixels.physical_size_x],
        "rois": [
            {"name": roi.name, "tags": [tags[ref.id] for ref in roi.annotation_refs],
             "polygons": [[[float(v) for v in pair.split(",")] for pair in shape.points.split()] for shape in roi.union]}
            for roi in ours.rois
        ],
    }


def read(folder):
    files = {"highdicom": ("written.dcm", annotations), "highdicomReport": ("written-report.dcm", report), "omeTypes": ("written.ome.xml", ome)}
    paths = {name: os.path.join(folder, file) for name, (file, _) in files.items()}
    return {name: files[name][1](path) for name, path in paths.items() if os.path.exists(path)}


if __name__ == "__main__":
    json.dump(read(sys.argv[1]), sys.stdout)
