"""Small slides in formats of other writers, and what reference readers make of their pixels.

  python3 -m venv venv
  venv/bin/pip install wsidicomizer==0.26.1 wsidicom==0.31.0 pydicom==3.0.2 tifffile==2026.3.3 imagecodecs==2026.3.6 \
    openslide-python==1.4.7 openslide-bin==4.0.1.2 pillow==13.0.0
  venv/bin/python packages/ml/reference/slides/make_slides.py packages/ml/reference/slides

Writers: tifffile (OME-TIFF, SVS), wsidicomizer (DICOM, TILED_FULL, JPEG), pydicom (the other DICOM files).
Readers: wsidicom (DICOM), OpenSlide (DICOM, SVS), tifffile and imagecodecs (OME-TIFF). Regions are packed RGB, and the
SHA-256 of each is in slides.json. Each DICOM slide names a patient who does not exist, whom no reader of ours may find.
"""
import hashlib
import io
import json
import os
import shutil
import struct
import sys
import tempfile
import zipfile

import imagecodecs
import numpy as np
import openslide
import pydicom
import tifffile
import wsidicom
from PIL import Image, ImageCms
from pydicom.dataset import Dataset
from pydicom.fileset import FileSet
from pydicom.encaps import encapsulate, encapsulate_extended
from pydicom.sequence import Sequence
from pydicom.uid import generate_uid
from wsidicom.codec import JpegSettings
from wsidicomizer import WsiDicomizer
from wsidicomizer.wsidicomizer import SourceIdentifier

out = sys.argv[1]
WIDTH, HEIGHT, TILE = 600, 420, 128
PATIENT = "MUSTERFRAU^ERIKA"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def uid(name):
    return generate_uid(entropy_srcs=["haim", name])


def picture(width, height):
    """Smooth colours with edges: JPEG keeps them, and no two tiles are alike."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    scale = WIDTH / width
    x, y = x * scale, y * scale
    red = 210 + 30 * np.sin(x / 37) * np.cos(y / 23)
    green = 120 + 60 * np.sin((x + 2 * y) / 41)
    blue = 170 + 50 * np.cos((x - y) / 53)
    rgb = np.stack([red, green, blue], axis=-1)
    rgb = np.round(rgb / 16) * 16  # few colours: small files
    rgb[(x // 90 + y // 70) % 3 == 0] = (245, 244, 246)
    return np.clip(rgb, 0, 255).astype(np.uint8)


BASE, HALF, QUARTER = (picture(WIDTH // n, HEIGHT // n) for n in (1, 2, 4))
REGIONS = [(0, 0, 0, 128, 128), (0, 100, 90, 200, 150), (0, 500, 330, 100, 90), (1, 0, 0, 300, 210), (1, 130, 70, 60, 60), (2, 10, 20, 90, 60)]
facts = {}


def sha256(rgb):
    return hashlib.sha256(np.ascontiguousarray(rgb).tobytes()).hexdigest()


def keep(name, reader, levels, mpp=None, more=None):
    """levels: arrays, or functions of (x, y, w, h) in pixels of the level."""
    regions = []
    for level, x, y, w, h in REGIONS:
        if level >= len(levels):
            continue
        read = levels[level]
        rgb = read(x, y, w, h) if callable(read) else read[y : y + h, x : x + w]
        regions.append({"level": level, "x": x, "y": y, "width": w, "height": h, "sha256": sha256(rgb)})
    facts[name] = {"reader": reader, "micronsPerPixel": mpp, "regions": regions, **(more or {})}


# ---- OME-TIFF with SubIFDs -------------------------------------------------------------------------------------------
def ome(name, dtype=np.uint8, images=(BASE, HALF, QUARTER), **options):
    path = os.path.join(out, name)
    meta = {"axes": "YXS", "PhysicalSizeX": 0.25, "PhysicalSizeXUnit": "µm", "PhysicalSizeY": 0.25, "PhysicalSizeYUnit": "µm"}
    factor = 257 if dtype == np.uint16 else 1
    with tifffile.TiffWriter(path, ome=True, bigtiff=True) as tiff:
        tiff.write(images[0].astype(dtype) * factor, subifds=len(images) - 1, photometric="rgb", tile=(TILE, TILE), metadata=meta, **options)
        for small in images[1:]:
            tiff.write(small.astype(dtype) * factor, subfiletype=1, photometric="rgb", tile=(TILE, TILE), **options)
    return path


def keep_tiff(name):
    with tifffile.TiffFile(os.path.join(out, name)) as tiff:
        keep(name, "tifffile %s, imagecodecs %s" % (tifffile.__version__, imagecodecs.__version__), [level.asarray() for level in tiff.series[0].levels], 0.25)


ome("jpeg2000.ome.tif", compression="jpeg2000", compressionargs={"level": 0, "reversible": True})
keep_tiff("jpeg2000.ome.tif")
ome("deflate.ome.tif", compression="zlib", predictor=True, iccprofile=PROFILE)
keep_tiff("deflate.ome.tif")
ome("jpeg.ome.tif", compression="jpeg", compressionargs={"level": 90})
keep_tiff("jpeg.ome.tif")
ome("sixteen-bits.ome.tif", dtype=np.uint16, images=(QUARTER, QUARTER[::2, ::2]), compression="zlib")
with tifffile.TiffWriter(os.path.join(out, "channels.ome.tif"), ome=True) as tiff:
    tiff.write(np.moveaxis(QUARTER, -1, 0), photometric="minisblack", tile=(64, 64), metadata={"axes": "CYX"}, compression="zlib")

# ---- SVS with JPEG 2000 ----------------------------------------------------------------------------------------------
def svs(name, compression, encode):
    description = "Aperio Image Library v12.0.16\r\n%dx%d (128x128) J2K/KDU Q=70|AppMag = 40|MPP = 0.2527" % (WIDTH, HEIGHT)
    path = os.path.join(out, name)

    def tiles(image):
        h, w = image.shape[:2]
        for ty in range(0, h, TILE):
            for tx in range(0, w, TILE):
                tile = np.zeros((TILE, TILE, 3), np.uint8)
                part = image[ty : ty + TILE, tx : tx + TILE]
                tile[: part.shape[0], : part.shape[1]] = part
                yield encode(tile)

    with tifffile.TiffWriter(path, bigtiff=False) as tiff:
        for image in (BASE, QUARTER):
            tiff.write(
                tiles(image), shape=image.shape, dtype=np.uint8, photometric="rgb", tile=(TILE, TILE),
                compression=compression, description=description, metadata=None, subfiletype=0, software=False,
            )
    slide = openslide.OpenSlide(path)
    assert slide.properties["openslide.vendor"] == "aperio", slide.properties
    read = lambda level: lambda x, y, w, h: np.asarray(slide.read_region((x * (1, 4)[level], y * (1, 4)[level]), level, (w, h)).convert("RGB"))
    keep(name, "OpenSlide %s" % openslide.__library_version__, [read(0)], 0.2527)


j2k = lambda tile, **options: imagecodecs.jpeg2k_encode(tile, codecformat="j2k", **options)
svs("aperio-33005.svs", 33005, lambda tile: j2k(tile, level=0, reversible=True))


def ycc(tile):
    """As Aperio stores 33003: YCbCr that the codestream does not know of."""
    r, g, b = (tile[..., i].astype(float) for i in range(3))
    y = 0.299 * r + 0.587 * g + 0.114 * b
    cb, cr = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b, 128 + 0.5 * r - 0.418688 * g - 0.081312 * b
    return np.clip(np.round(np.stack([y, cb, cr], axis=-1)), 0, 255).astype(np.uint8)


svs("aperio-33003.svs", 33003, lambda tile: j2k(ycc(tile), level=0, reversible=True, mct=False))

# ---- DICOM -----------------------------------------------------------------------------------------------------------
work = tempfile.mkdtemp()
source = os.path.join(work, "source.svs")
with tifffile.TiffWriter(source) as tiff:
    description = "Aperio Image Library v12.0.16\r\n%dx%d (128x128) JPEG/RGB Q=90|AppMag = 40|MPP = 0.25" % (WIDTH, HEIGHT)
    common = dict(photometric="rgb", compression="jpeg", compressionargs={"level": 90}, metadata=None, description=description)
    tiff.write(BASE, tile=(TILE, TILE), **common)
    tiff.write(QUARTER, rowsperstrip=16, **common)  # thumbnail
    tiff.write(HALF, tile=(TILE, TILE), **common)
    tiff.write(QUARTER, tile=(TILE, TILE), **common)
    label = dict(common, description="Aperio Image Library v12.0.16\r\nlabel 150x105")
    tiff.write(np.full((105, 150, 3), (250, 20, 20), np.uint8), rowsperstrip=105, subfiletype=1, photometric="rgb", compression="jpeg", metadata=None, description="label 150x105")
    tiff.write(np.full((60, 150, 3), (20, 20, 250), np.uint8), rowsperstrip=60, subfiletype=9, photometric="rgb", compression="jpeg", metadata=None, description="macro 150x60")


def zipped(name, folder, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(os.path.join(out, name), "w", compression) as archive:
        for file in sorted(os.listdir(folder)):
            archive.writestr(zipfile.ZipInfo("slide/" + file, (2024, 1, 2, 3, 4, 6)), open(os.path.join(folder, file), "rb").read(), compression)


def keep_dicom(name, folder, mpp):
    with wsidicom.WsiDicom.open(folder) as slide:
        levels = [
            (lambda number: lambda x, y, w, h: np.asarray(slide.read_region((x, y), number, (w, h)).convert("RGB")))(level.level)
            for level in slide.pyramids[0]
        ]
        keep(name, "wsidicom %s" % wsidicom.__version__, levels, mpp, {"patient": PATIENT})


full = os.path.join(work, "full")
with WsiDicomizer.open(source, tile_size=TILE, preferred_source=SourceIdentifier.OPENSLIDE, encoding=JpegSettings(quality=90)) as slide:
    slide.save(full)
for file in os.listdir(full):
    data = pydicom.dcmread(os.path.join(full, file))
    data.PatientName, data.PatientID, data.PatientBirthDate = PATIENT, "ID-4711", "19700101"
    data.StudyDate, data.StudyTime, data.StudyID = "20240102", "030405", "STUDY-4711"
    data.OpticalPathSequence[0].ObjectiveLensPower = 40
    data.OpticalPathSequence[0].ICCProfile = PROFILE + b"\0" * (len(PROFILE) % 2)
    data.save_as(os.path.join(full, file))
ordered = os.path.join(work, "ordered")
os.mkdir(ordered)
files = [(pydicom.dcmread(os.path.join(full, file), stop_before_pixels=True), file) for file in os.listdir(full)]
for number, (data, file) in enumerate(sorted(files, key=lambda one: (-int(one[0].TotalPixelMatrixColumns), one[0].ImageType[2]))):
    print(number, list(data.ImageType), data.Columns, data.Rows, data.TotalPixelMatrixColumns, data.TotalPixelMatrixRows, data.get("NumberOfFrames"), data.file_meta.TransferSyntaxUID, data.PhotometricInterpretation, data.get("DimensionOrganizationType"))
    shutil.copy(os.path.join(full, file), os.path.join(ordered, "%d.dcm" % number))
zipped("dicom-full-jpeg.zip", ordered)
keep_dicom("dicom-full-jpeg.zip", ordered, 0.25)
base_path = os.path.join(ordered, "0.dcm")
template = pydicom.dcmread(base_path)


def instance(image, number, frames, syntax, photometric, places=None, extended=False, scale=1.0, resampled=False, multi=False):
    """An instance of one level, with frames as they are given."""
    data = pydicom.dcmread(base_path)
    data.SOPInstanceUID = uid("%s %s %d" % (syntax, photometric, number) + str(places is None) + str(multi))
    data.SeriesInstanceUID = uid("series %s %s %s" % (syntax, photometric, places is None))
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    data.file_meta.TransferSyntaxUID = syntax
    data.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "RESAMPLED" if resampled else "NONE"]
    data.TotalPixelMatrixRows, data.TotalPixelMatrixColumns = image.shape[:2]
    data.Rows = data.Columns = TILE
    data.NumberOfFrames = len(frames)
    data.PhotometricInterpretation = photometric
    data.PlanarConfiguration = 0
    data.LossyImageCompression = "00"
    for tag in ("LossyImageCompressionRatio", "LossyImageCompressionMethod", "PerFrameFunctionalGroupsSequence", "ExtendedOffsetTable", "ExtendedOffsetTableLengths"):
        if tag in data:
            delattr(data, tag)
    measures = data.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    measures.PixelSpacing = [0.00025 * scale, 0.00025 * scale]
    data.DimensionOrganizationType = "TILED_FULL" if places is None else "TILED_SPARSE"
    if places is not None:
        items = []
        for column, row in places:
            position = Dataset()
            position.ColumnPositionInTotalImagePixelMatrix = column * TILE + 1
            position.RowPositionInTotalImagePixelMatrix = row * TILE + 1
            position.XOffsetInSlideCoordinateSystem = position.YOffsetInSlideCoordinateSystem = position.ZOffsetInSlideCoordinateSystem = 0.0
            item = Dataset()
            item.PlanePositionSlideSequence = Sequence([position])
            items.append(item)
        data.PerFrameFunctionalGroupsSequence = Sequence(items)
    if syntax.startswith("1.2.840.10008.1.2.4."):
        if extended:
            data.PixelData, data.ExtendedOffsetTable, data.ExtendedOffsetTableLengths = encapsulate_extended(frames)
        else:
            data.PixelData = encapsulate(frames, fragments_per_frame=2 if multi else 1, has_bot=True)
        data["PixelData"].is_undefined_length = True
        data["PixelData"].VR = "OB"
    else:
        data.PixelData = b"".join(frames)
        data["PixelData"].is_undefined_length = False
    return data


def tiles_of(image):
    h, w = image.shape[:2]
    for row in range(-(-h // TILE)):
        for column in range(-(-w // TILE)):
            tile = np.full((TILE, TILE, 3), 255, np.uint8)
            part = image[row * TILE : (row + 1) * TILE, column * TILE : (column + 1) * TILE]
            tile[: part.shape[0], : part.shape[1]] = part
            yield column, row, tile


def keep_joined(name, folder):
    """Frames of several fragments, which wsidicom 0.31.0 does not join: by pydicom and imagecodecs."""
    levels = []
    for file in sorted(os.listdir(folder)):
        data = pydicom.dcmread(os.path.join(folder, file))
        columns = -(-data.TotalPixelMatrixColumns // TILE)
        rows = -(-data.TotalPixelMatrixRows // TILE)
        canvas = np.zeros((rows * TILE, columns * TILE, 3), np.uint8)
        for i, frame in enumerate(pydicom.encaps.generate_frames(data.PixelData, number_of_frames=data.NumberOfFrames)):
            top, left = i // columns * TILE, i % columns * TILE
            canvas[top : top + TILE, left : left + TILE] = imagecodecs.jpeg2k_decode(frame)
        levels.append(canvas[: data.TotalPixelMatrixRows, : data.TotalPixelMatrixColumns])
    keep(name, "pydicom %s, imagecodecs %s" % (pydicom.__version__, imagecodecs.__version__), levels, 0.25, {"patient": PATIENT})


def dicom(name, syntax, photometric, encode, sparse=False, compression=zipfile.ZIP_STORED, **options):
    folder = os.path.join(work, name)
    os.mkdir(folder)
    for number, (image, scale) in enumerate(((BASE, 1), (HALF, 2), (QUARTER, 4))):
        tiles = list(tiles_of(image))
        if sparse:  # two places are left out, and the order is from the end
            tiles = [one for one in reversed(tiles) if (one[0], one[1]) not in ((1, 0), (2, 1))]
        frames = [encode(tile) for _, _, tile in tiles]
        places = [(column, row) for column, row, _ in tiles] if sparse else None
        data = instance(image, number, frames, syntax, photometric, places, scale=scale, resampled=number > 0, **options)
        data.save_as(os.path.join(folder, "%d.dcm" % number))
    zipped(name, folder, compression)
    (keep_joined if options.get("multi") else lambda *one: keep_dicom(*one, 0.25))(name, folder)


JPEG2000_LOSSLESS, JPEG2000, NATIVE = "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91", "1.2.840.10008.1.2.1"
dicom("dicom-sparse-jpeg2000.zip", JPEG2000_LOSSLESS, "YBR_RCT", lambda tile: j2k(tile, level=0, reversible=True, mct=True), sparse=True)
dicom("dicom-extended-jpeg2000.zip", JPEG2000, "YBR_ICT", lambda tile: j2k(tile, level=40, reversible=False, mct=True), extended=True, compression=zipfile.ZIP_DEFLATED)
dicom("dicom-fragments-jpeg2000.zip", JPEG2000_LOSSLESS, "RGB", lambda tile: j2k(tile, level=0, reversible=True, mct=False), multi=True)
dicom("dicom-plain.zip", NATIVE, "RGB", lambda tile: tile.tobytes(), compression=zipfile.ZIP_DEFLATED)

# Cut into two parts, as instances beyond 4 GB are; the pixels are those that were encoded without loss.
folder = os.path.join(work, "parts")
os.mkdir(folder)
frames = [j2k(tile, level=0, reversible=True, mct=True) for _, _, tile in tiles_of(HALF)]
for part, (first, some) in enumerate(((0, frames[:4]), (4, frames[4:]))):
    data = instance(HALF, 0, some, JPEG2000_LOSSLESS, "YBR_RCT")
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = uid("part %d" % part)
    data.ConcatenationUID = uid("concatenation")
    data.InConcatenationNumber, data.InConcatenationTotalNumber, data.ConcatenationFrameOffsetNumber = part + 1, 2, first
    data.save_as(os.path.join(folder, "%d.dcm" % part))
zipped("dicom-two-parts.zip", folder)
REGIONS = [(0, 0, 0, 300, 210), (0, 100, 90, 150, 100)]
keep("dicom-two-parts.zip", "none: the pixels that were encoded without loss", [HALF], 0.25, {"patient": PATIENT})

# With a DICOMDIR, which lists the instances.
folder = os.path.join(work, "listed")
listed = FileSet()
for number, image in enumerate((QUARTER, QUARTER[: 2 * TILE : 2, ::2])):
    data = instance(image, 9 + number, [j2k(tile, level=0, reversible=True, mct=True) for _, _, tile in tiles_of(image)], JPEG2000_LOSSLESS, "YBR_RCT", resampled=number > 0)
    listed.add(data)
listed.write(folder)
with zipfile.ZipFile(os.path.join(out, "dicom-directory.zip"), "w") as archive:
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            archive.writestr(zipfile.ZipInfo(os.path.relpath(path, folder), (2024, 1, 2, 3, 4, 6)), open(path, "rb").read())
REGIONS = [(0, 0, 0, 150, 105)]
keep("dicom-directory.zip", "none: the pixels that were encoded without loss", [QUARTER], 0.25, {"patient": PATIENT})

# ---- MIRAX: two zoom levels of JPEG images without overlap, as OpenSlide describes the format ------------------------
def mirax(name):
    across, down, side = 4, 3, 128
    levels = [picture(across * side, down * side), picture(across * side // 2, down * side // 2)]
    data, index, uuid = bytearray(), bytearray(b"01.02" + b"HAIM0000000000000000000000000001"), "HAIM0000000000000000000000000001"
    roots = len(index)
    index += struct.pack("<ii", 0, 0)
    records = []
    for number, image in enumerate(levels):
        step = 2**number
        records.append([])
        for row in range(0, down, step):
            for column in range(0, across, step):
                top, left = row // step * side, column // step * side
                tile = np.full((side, side, 3), 255, np.uint8)
                part = image[top : top + side, left : left + side]
                tile[: part.shape[0], : part.shape[1]] = part
                stream = io.BytesIO()
                Image.fromarray(tile).save(stream, "jpeg", quality=90)
                records[-1].append((row * across + column, len(data), len(stream.getvalue()), 0))
                data += stream.getvalue()
    table = len(index)
    struct.pack_into("<i", index, roots, table)
    index += b"\0" * 4 * len(levels)
    for number, images in enumerate(records):
        struct.pack_into("<i", index, table + 4 * number, len(index))
        index += struct.pack("<ii", 0, len(index) + 8)
        index += struct.pack("<ii", len(images), 0) + b"".join(struct.pack("<iiii", *one) for one in images)
    section = lambda n: "[LAYER_0_LEVEL_%d_SECTION]\nOVERLAP_X = 0\nOVERLAP_Y = 0\nMICROMETER_PER_PIXEL_X = %s\nMICROMETER_PER_PIXEL_Y = %s\nIMAGE_FORMAT = JPEG\nIMAGE_FILL_COLOR_BGR = 16777215\nDIGITIZER_WIDTH = %d\nDIGITIZER_HEIGHT = %d\nIMAGE_CONCAT_FACTOR = %d\n" % (n, 0.25 * 2**n, 0.25 * 2**n, side, side, min(n, 1))
    ini = "[GENERAL]\nSLIDE_VERSION = 01.02\nSLIDE_ID = %s\nIMAGENUMBER_X = %d\nIMAGENUMBER_Y = %d\nOBJECTIVE_MAGNIFICATION = 40\nCameraImageDivisionsPerSide = 1\n" % (uuid, across, down)
    ini += "[HIERARCHICAL]\nHIER_COUNT = 1\nNONHIER_COUNT = 0\nINDEXFILE = Index.dat\nHIER_0_NAME = Slide zoom level\nHIER_0_COUNT = %d\n" % len(levels)
    ini += "".join("HIER_0_VAL_%d = ZoomLevel_%d\nHIER_0_VAL_%d_SECTION = LAYER_0_LEVEL_%d_SECTION\n" % (n, n, n, n) for n in range(len(levels)))
    ini += "[DATAFILE]\nFILE_COUNT = 1\nFILE_0 = Data0000.dat\n" + "".join(section(n) for n in range(len(levels)))
    folder = os.path.join(work, "mirax")
    os.makedirs(os.path.join(folder, "S-1"))
    front = io.BytesIO()
    Image.fromarray(levels[1]).save(front, "jpeg")
    for path, content in (("S-1.mrxs", front.getvalue()), ("S-1/Slidedat.ini", b"\xef\xbb\xbf" + ini.encode()), ("S-1/Index.dat", index), ("S-1/Data0000.dat", data)):
        open(os.path.join(folder, path), "wb").write(content)
    slide = openslide.OpenSlide(os.path.join(folder, "S-1.mrxs"))
    print(slide.properties["openslide.vendor"], slide.level_dimensions, slide.properties.get("openslide.mpp-x"))
    with zipfile.ZipFile(os.path.join(out, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in ("S-1.mrxs", "S-1/Slidedat.ini", "S-1/Index.dat", "S-1/Data0000.dat"):
            archive.writestr(zipfile.ZipInfo("case/" + path, (2024, 1, 2, 3, 4, 6)), open(os.path.join(folder, path), "rb").read(), zipfile.ZIP_DEFLATED)
    white = lambda level: lambda x, y, w, h: (lambda rgba: Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba).convert("RGB"))(slide.read_region((x * 2**level, y * 2**level), level, (w, h)))
    keep(name, "OpenSlide %s" % openslide.__library_version__, [lambda *box: np.asarray(white(0)(*box)), lambda *box: np.asarray(white(1)(*box))], 0.25)


REGIONS = [(0, 0, 0, 128, 128), (0, 100, 90, 200, 150), (1, 10, 20, 200, 150)]
mirax("mirax.zip")

json.dump({"writtenBy": "reference/slides/make_slides.py", "slides": facts}, open(os.path.join(out, "slides.json"), "w"), indent=1)
for name in sorted(os.listdir(out)):
    print(name, os.path.getsize(os.path.join(out, name)))
