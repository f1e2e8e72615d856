import { statement } from '@haim/schema';
import { type DataSet } from 'dicom-parser';
import { type DicomOutline, type DicomOutlines, isUtf8, itemsOf, textIn } from './roi-dicom-parts.ts';
import { type Point, type Polygon, roiLimits } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { ELLIPSE_CORNERS, ellipseRing } from './roi-rounds.ts';

const DEEPEST = 16;
/** Codes of DCM: what a measurement group is called, and what was found in it. */
const TRACKING_IDENTIFIER = '112039';
const FINDING = '121071';

interface Group {
  readonly name: string | null;
  readonly label: string | null;
}

/**
 * Regions of a structured report: spatial coordinates that enclose an area, named by the tracking identifier and labelled
 * by the finding of the container they are in (TID 1410, planar ROI measurements).
 *
 * Source: DICOM PS3.3, C.18.6 (graphic types); PS3.16, TID 1410.
 */
export function regionsOfReport(data: DataSet): DicomOutlines {
  const outlines: DicomOutline[] = [];
  const errors: RoiError[] = [];
  let regions = 0;
  const utf8 = isUtf8(data);
  const visit = (item: DataSet, group: Group, depth: number): void => {
    if (depth > DEEPEST) return;
    const content = itemsOf(item, 'x0040a730');
    const type = item.string('x0040a040');
    const own = type === 'CONTAINER' ? groupOf(content, group, utf8) : group;
    if (type === 'SCOORD' || type === 'SCOORD3D') {
      const n = ++regions;
      const where = `region ${n}${own.name === null ? '' : ` "${own.name.slice(0, 80)}"`}`;
      if (n > roiLimits.shapesPerFile) return;
      try {
        outlines.push({ ...own, name: own.name ?? `${own.label ?? 'Region'} ${n}`, where, ...ringOf(item, where) });
      } catch (error) {
        if (!(error instanceof RoiError)) throw error;
        errors.push(error);
      }
    }
    for (const child of content) visit(child, own, depth + 1);
  };
  visit(data, { name: null, label: null }, 0);
  if (regions > roiLimits.shapesPerFile) {
    const said = statement('tooManyAnnotations', { n: regions, most: roiLimits.shapesPerFile });
    throw new RoiError('FILE_TOO_LARGE', 'file', said);
  }
  return { outlines, errors };
}

function groupOf(content: readonly DataSet[], outer: Group, utf8: boolean): Group {
  const withCode = (code: string): DataSet | undefined =>
    content.find((item) => itemsOf(item, 'x0040a043')[0]?.string('x00080100') === code);
  const tracking = withCode(TRACKING_IDENTIFIER);
  const [finding] = itemsOf(withCode(FINDING), 'x0040a168');
  return {
    name: (tracking && textIn(tracking, 'x0040a160', utf8)) ?? outer.name,
    label: (finding && textIn(finding, 'x00080104', utf8)) ?? outer.label,
  };
}

function ringOf(item: DataSet, where: string): Pick<DicomOutline, 'ring' | 'notes'> {
  if (item.string('x0040a040') === 'SCOORD3D') {
    throw new RoiError('NOT_AN_AREA', where, statement('dicomInMillimetres'));
  }
  if (item.string('x00480301') === 'FRAME') throw new RoiError('NOT_AN_AREA', where, statement('dicomOfFrames'));
  const type = item.string('x00700023') ?? '';
  const points = pointsOf(item);
  const [first, second, third, fourth] = points;
  const last = points.at(-1);
  const asEllipse = [statement('ellipseAsPolygon', { corners: ELLIPSE_CORNERS })];
  if (type === 'POLYLINE' && first && last && first.x === last.x && first.y === last.y)
    return { ring: points, notes: [] };
  if (type === 'CIRCLE' && first && second) {
    const radius = Math.hypot(second.x - first.x, second.y - first.y);
    return { ring: ellipseRing(first, { x: radius, y: 0 }, { x: 0, y: radius }), notes: asEllipse };
  }
  if (type === 'ELLIPSE' && first && second && third && fourth) {
    const centre = { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
    const half = (from: Point, to: Point): Point => ({ x: (to.x - from.x) / 2, y: (to.y - from.y) / 2 });
    return { ring: ellipseRing(centre, half(first, second), half(third, fourth)), notes: asEllipse };
  }
  throw new RoiError('NOT_AN_AREA', where, statement('enclosesNoArea', { type: type.slice(0, 40) || 'SCOORD' }));
}

function pointsOf(item: DataSet): Polygon {
  const element = item.elements['x00700022'];
  return Array.from({ length: Math.floor((element?.length ?? 0) / 8) }, (_, i) => ({
    x: item.float('x00700022', i * 2) ?? NaN,
    y: item.float('x00700022', i * 2 + 1) ?? NaN,
  }));
}
