import { statement } from '@haim/schema';
import { type DataSet } from 'dicom-parser';
import { type DicomOutline, type DicomOutlines, isUtf8, itemsOf, textIn } from './roi-dicom-parts.ts';
import { isHoleName } from './roi-holes.ts';
import { type Point, type Polygon, roiLimits } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { ELLIPSE_CORNERS, ellipseRing } from './roi-rounds.ts';

const areas: ReadonlySet<string> = new Set(['POLYGON', 'RECTANGLE', 'ELLIPSE']);

/** Outlines of Microscopy Bulk Simple Annotations. Source: DICOM PS3.3, C.37.1.2. */
export function annotationsOf(data: DataSet): DicomOutlines {
  if (data.string('x006a0001') === '3D') {
    throw new RoiError('NOT_AN_ROI_FILE', 'Annotation Coordinate Type', statement('dicomInMillimetres'));
  }
  if (data.string('x00480301') === 'FRAME') {
    throw new RoiError('NOT_AN_ROI_FILE', 'Pixel Origin Interpretation', statement('dicomOfFrames'));
  }
  const utf8 = isUtf8(data);
  const outlines: DicomOutline[] = [];
  const errors: RoiError[] = [];
  itemsOf(data, 'x006a0002').forEach((group, g) => {
    const name = textIn(group, 'x006a0005', utf8);
    const [type] = itemsOf(group, 'x006a000a');
    const label = (type && textIn(type, 'x00080104', utf8)) ?? null;
    const where = `Annotation Group ${g + 1}${name === null ? '' : ` "${name.slice(0, 80)}"`}`;
    try {
      outlines.push(...outlinesOf(group, { name, label }, where));
    } catch (error) {
      if (!(error instanceof RoiError)) throw error;
      errors.push(error);
    }
  });
  return { outlines, errors };
}

function outlinesOf(
  group: DataSet,
  called: Pick<DicomOutline, 'label'> & { name: string | null },
  where: string,
): DicomOutline[] {
  const type = group.string('x00700023') ?? '';
  if (!areas.has(type))
    throw new RoiError('NOT_AN_AREA', where, statement('enclosesNoArea', { type: type.slice(0, 40) }));
  const points = pointsOf(group, where);
  const rings = type === 'POLYGON' ? polygonsOf(group, points, where) : fours(points, where);
  if (rings.length > roiLimits.shapesPerFile) {
    throw new RoiError(
      'FILE_TOO_LARGE',
      where,
      statement('tooManyAnnotations', { n: rings.length, most: roiLimits.shapesPerFile }),
    );
  }
  const name = called.name ?? called.label ?? 'Annotation';
  // A group that is called so takes away, whatever its type.
  const label = called.name !== null && isHoleName(called.name) ? called.name : called.label;
  return rings.map((ring, i): DicomOutline => ({
    where: `${where}, annotation ${i + 1}`,
    name: rings.length === 1 ? name : `${name} ${i + 1}`,
    label,
    ring: type === 'ELLIPSE' ? ellipseOf(ring) : ring,
    notes: type === 'ELLIPSE' ? [statement('ellipseAsPolygon', { corners: ELLIPSE_CORNERS })] : [],
  }));
}

/** Pairs of 32 or 64 bits. */
function pointsOf(group: DataSet, where: string): Point[] {
  const single = group.elements['x00660016'];
  const double = group.elements['x00660022'];
  const element = double ?? single;
  if (!element) throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'outline' }));
  const size = double ? 8 : 4;
  const { buffer, byteOffset } = group.byteArray;
  const bytes = Buffer.from(buffer, byteOffset + element.dataOffset, element.length);
  const at = (i: number): number => (double ? bytes.readDoubleLE(i * size) : bytes.readFloatLE(i * size));
  return Array.from({ length: Math.floor(element.length / size / 2) }, (_, i) => ({ x: at(i * 2), y: at(i * 2 + 1) }));
}

/** The index list says at which value, counted from one, each polygon begins. */
function polygonsOf(group: DataSet, points: readonly Point[], where: string): Polygon[] {
  const element = group.elements['x00660040'];
  const { buffer, byteOffset } = group.byteArray;
  const bytes = element ? Buffer.from(buffer, byteOffset + element.dataOffset, element.length) : Buffer.alloc(0);
  const starts = Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => (bytes.readUInt32LE(i * 4) - 1) / 2);
  const isSound = starts.every(
    (start, i) => Number.isInteger(start) && start >= (starts[i - 1] ?? -1) && start <= points.length,
  );
  if (starts.length === 0 || starts[0] !== 0 || !isSound) {
    throw new RoiError('MALFORMED', where, statement('dicomIndexWrong'));
  }
  return starts.map((start, i) => points.slice(start, starts[i + 1] ?? points.length));
}

/** Rectangles and ellipses have four points each. */
function fours(points: readonly Point[], where: string): Polygon[] {
  if (points.length % 4 !== 0) throw new RoiError('MALFORMED', where, statement('dicomIndexWrong'));
  return Array.from({ length: points.length / 4 }, (_, i) => points.slice(i * 4, i * 4 + 4));
}

/** The ends of the major axis, then of the minor. */
function ellipseOf([first, second, third, fourth]: Polygon): Polygon {
  if (!first || !second || !third || !fourth) return [];
  const centre = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
  const half = (from: Point, to: Point): Point => ({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 });
  return ellipseRing(centre, half(first, second), half(third, fourth));
}
