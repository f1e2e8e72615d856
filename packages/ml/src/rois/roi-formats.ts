import { statement } from '@haim/schema';
import { readAsap, writeAsap } from './roi-asap.ts';
import { readGeoJson, writeGeoJson } from './roi-geojson.ts';
import { readImageScope, writeImageScope } from './roi-imagescope.ts';
import { type ReadRois, type RoiFormat } from './roi-file.ts';
import { roiLimits, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';

/**
 * Reads the outlines of an ASAP, QuPath or ImageScope file; the format is detected from the text.
 *
 * Coordinates are taken as level-0 pixels, as all three programs write them.
 *
 * @param text - of the whole file.
 * @throws RoiError FILE_TOO_LARGE, NOT_AN_ROI_FILE, MALFORMED, NO_SHAPES for the file as a whole.
 */
export function readRois(text: string): ReadRois {
  const bytes = Buffer.byteLength(text);
  if (bytes > roiLimits.fileBytes) {
    const megabytes = Math.round(bytes / 1e5) / 10;
    const said = statement('outlineFileTooLarge', { megabytes, most: roiLimits.fileBytes / 1e6 });
    throw new RoiError('FILE_TOO_LARGE', 'file', said);
  }
  const start = text.replace(/^\uFEFF/, '').trimStart();
  const read = readerOf(start)(start);
  const count = read.shapes.length + read.errors.length;
  if (count === 0) throw new RoiError('NO_SHAPES', 'file', statement('noAnnotation'));
  if (count > roiLimits.shapesPerFile) {
    const most = roiLimits.shapesPerFile;
    throw new RoiError('FILE_TOO_LARGE', 'file', statement('tooManyAnnotations', { n: count, most }));
  }
  return read;
}

function readerOf(start: string): (text: string) => ReadRois {
  if (start.startsWith('{') || start.startsWith('[')) return readGeoJson;
  const root = /<([A-Za-z_][\w.-]*)/.exec(start)?.[1];
  if (start.startsWith('<') && root === 'ASAP_Annotations') return readAsap;
  if (start.startsWith('<') && root === 'Annotations') return readImageScope;
  const said =
    root === undefined || !start.startsWith('<')
      ? statement('neitherXmlNorJson')
      : statement('outlineFileOfOtherXml', { root: root.slice(0, 40) });
  throw new RoiError('NOT_AN_ROI_FILE', 'root element', said);
}

/**
 * Writes outlines for another program. QuPath keeps regions and holes unchanged; ASAP and ImageScope get one annotation
 * for each region, and holes in their own way.
 *
 * @param micronsPerPixel - of level 0, which ImageScope files state; null if unknown.
 */
export function writeRois(format: RoiFormat, shapes: readonly RoiShape[], micronsPerPixel: number | null): string {
  if (format === 'asap') return writeAsap(shapes);
  return format === 'qupath' ? writeGeoJson(shapes) : writeImageScope(shapes, micronsPerPixel);
}
