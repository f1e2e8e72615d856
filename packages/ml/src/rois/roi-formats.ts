import { statement } from '@haim/schema';
import { readAsap, writeAsap } from './roi-asap.ts';
import { isDicomFile, readDicomRois } from './roi-dicom.ts';
import { writeDicomReport } from './roi-dicom-report-write.ts';
import { writeDicomRois } from './roi-dicom-write.ts';
import { readGeoJson, writeGeoJson } from './roi-geojson.ts';
import { readImageScope, writeImageScope } from './roi-imagescope.ts';
import { type ReadRois, type RoiImage, type WrittenFormat } from './roi-file.ts';
import { readOme, writeOme } from './roi-ome.ts';
import { roiLimits, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';

/**
 * Reads the outlines of an ASAP, QuPath, ImageScope, OME-XML or DICOM file; the format is detected from its contents.
 *
 * Coordinates are taken as level-0 pixels, as all of these programs write them.
 *
 * @param file - the whole of it; a text is as good as its bytes in UTF-8.
 * @param image - the slide; null: a file of several images is read whole.
 * @throws RoiError FILE_TOO_LARGE, NOT_AN_ROI_FILE, MALFORMED, NO_SHAPES for the file as a whole.
 */
export function readRois(file: Buffer | string, image: RoiImage | null = null): ReadRois {
  const bytes = typeof file === 'string' ? Buffer.byteLength(file) : file.length;
  if (bytes > roiLimits.fileBytes) {
    const megabytes = Math.round(bytes / 1e5) / 10;
    const said = statement('outlineFileTooLarge', { megabytes, most: roiLimits.fileBytes / 1e6 });
    throw new RoiError('FILE_TOO_LARGE', 'file', said);
  }
  const read = readFile(file, image);
  const count = read.shapes.length + read.errors.length;
  if (count === 0) throw new RoiError('NO_SHAPES', 'file', statement('noAnnotation'));
  if (count > roiLimits.shapesPerFile) {
    const most = roiLimits.shapesPerFile;
    throw new RoiError('FILE_TOO_LARGE', 'file', statement('tooManyAnnotations', { n: count, most }));
  }
  return read;
}

function readFile(file: Buffer | string, image: RoiImage | null): ReadRois {
  if (typeof file !== 'string' && isDicomFile(file)) return readDicomRois(file);
  const start = file.toString().replace(/^\uFEFF/, '').trimStart(); // prettier-ignore
  return readerOf(start)(start, image);
}

function readerOf(start: string): (text: string, image: RoiImage | null) => ReadRois {
  if (start.startsWith('{') || start.startsWith('[')) return readGeoJson;
  const root = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(start)?.[1];
  if (start.startsWith('<') && root === 'ASAP_Annotations') return readAsap;
  if (start.startsWith('<') && root === 'Annotations') return readImageScope;
  if (start.startsWith('<') && root === 'OME') return readOme;
  const said =
    root === undefined || !start.startsWith('<')
      ? statement('neitherXmlNorJson')
      : statement('outlineFileOfOtherXml', { root: root.slice(0, 40) });
  throw new RoiError('NOT_AN_ROI_FILE', 'root element', said);
}

/**
 * Writes outlines for another program. QuPath keeps regions and holes unchanged; ASAP and ImageScope get one annotation
 * for each region, OME-XML and DICOM annotations one for each outline, a DICOM report one for each region, and all of
 * them holes in their own way.
 *
 * @param image - the slide that they are on.
 */
export function writeRois(format: WrittenFormat, shapes: readonly RoiShape[], image: RoiImage): string | Buffer {
  if (format === 'asap') return writeAsap(shapes);
  if (format === 'qupath') return writeGeoJson(shapes);
  if (format === 'ome') return writeOme(shapes, image);
  if (format === 'dicom') return writeDicomRois(shapes, image, new Date());
  if (format === 'dicom-report') return writeDicomReport(shapes, image, new Date());
  return writeImageScope(shapes, image.micronsPerPixel);
}
