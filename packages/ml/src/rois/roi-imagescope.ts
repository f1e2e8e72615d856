import { statement, type StatementValues } from '@haim/schema';
import { giveHoles, type NamedRing } from './roi-holes.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { type ReadRois } from './roi-file.ts';
import { childOf, childrenOf, escapeXml, numberOf, readXml, textOf, type XmlElement } from './roi-xml.ts';

/** `Type` of a Region that is drawn as a ring of vertices: freehand or polygon, and rectangle. */
const ringTypes: Readonly<Record<string, true>> = { '0': true, '1': true };
const otherTypes: Readonly<Record<string, StatementValues<'typeNotRead'>['type']>> = {
  '2': 'ellipse',
  '3': 'arrow',
  '4': 'ruler',
};

/**
 * Outlines of an Aperio ImageScope file: each Region of each layer (Annotation) is one, named by its Text, and labelled by
 * its layer. A Region with NegativeROA 1 is a hole of the smallest outline of its layer that contains all of it.
 *
 * @throws RoiError NOT_AN_ROI_FILE, MALFORMED.
 */
export function readImageScope(text: string): ReadRois {
  const file = readXml(text, ['Annotation', 'Region', 'Vertex']);
  if (!('Annotations' in file)) {
    throw new RoiError('NOT_AN_ROI_FILE', 'root element', statement('imageScopeRootNeeded'));
  }
  const shapes: RoiShape[] = [];
  const errors: RoiError[] = [];
  childrenOf(childOf(file, 'Annotations'), 'Annotation').forEach((layer, l) => {
    const label = textOf(layer, 'Name');
    const outlines: (NamedRing & { name: string })[] = [];
    const holes: NamedRing[] = [];
    childrenOf(childOf(layer, 'Regions'), 'Region').forEach((region, r) => {
      const id = textOf(region, 'Id') ?? String(r + 1);
      const where = `layer ${l + 1}${label === null ? '' : ` "${label.slice(0, 80)}"`}, Region ${id.slice(0, 20)}`;
      try {
        const ring = readRing(region, where);
        if (textOf(region, 'NegativeROA') === '1') holes.push({ where, ring });
        else outlines.push({ where, ring, name: textOf(region, 'Text') ?? `${label ?? 'Region'} ${id}` });
      } catch (error) {
        if (!(error instanceof RoiError)) throw error;
        errors.push(error);
      }
    });
    const given = giveHoles(outlines, holes);
    errors.push(...given.errors);
    outlines.forEach(({ name, ring }, i) =>
      shapes.push({ name, label, regions: [{ outline: ring, holes: given.holesOf[i] ?? [] }] }),
    );
  });
  return { format: 'imagescope', shapes, errors };
}

function readRing(region: XmlElement, where: string): Polygon {
  const type = textOf(region, 'Type') ?? '0';
  if (!(type in ringTypes)) {
    throw new RoiError('NOT_AN_AREA', where, statement('typeNotRead', { type: otherTypes[type] ?? 'other' }));
  }
  const vertices = childrenOf(childOf(region, 'Vertices'), 'Vertex');
  if (vertices.length === 0)
    throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'Vertex' }));
  return vertices.map((vertex, i) => {
    const place = `${where}, Vertex ${i + 1}`;
    return { x: numberOf(vertex, 'X', place), y: numberOf(vertex, 'Y', place) };
  });
}

/** An ImageScope file with one layer for each label. */
export function writeImageScope(shapes: readonly RoiShape[], micronsPerPixel: number | null): string {
  const layers = Map.groupBy(shapes, ({ label }) => label ?? '');
  const layerTexts = [...layers].map(([label, ofLayer], l) => {
    let id = 0;
    const region = (name: string, ring: Polygon, negative: 0 | 1): string => {
      id += 1;
      const vertices = ring.map(({ x, y }) => `          <Vertex X="${x}" Y="${y}" Z="0"/>\n`).join('');
      return (
        `      <Region Id="${id}" Type="0" Zoom="1" Text="${escapeXml(name)}" NegativeROA="${negative}" Analyze="1">\n` +
        `        <Vertices>\n${vertices}        </Vertices>\n      </Region>\n`
      );
    };
    const regions = ofLayer.flatMap(({ name, regions: parts }) =>
      parts.flatMap(({ outline, holes }, i) => [
        region(parts.length === 1 ? name : `${name} (${i + 1})`, outline, 0),
        ...holes.map((hole, h) => region(`${name}, hole ${h + 1}`, hole, 1)),
      ]),
    );
    return (
      `  <Annotation Id="${l + 1}" Name="${escapeXml(label)}" ReadOnly="0" LineColor="65280" Visible="1" Type="4">\n` +
      `    <Regions>\n${regions.join('')}    </Regions>\n  </Annotation>\n`
    );
  });
  const scale = micronsPerPixel === null ? '' : ` MicronsPerPixel="${micronsPerPixel}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Annotations${scale}>\n${layerTexts.join('')}</Annotations>\n`;
}
