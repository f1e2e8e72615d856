import { statement } from '@haim/schema';
import { giveHoles, isHoleName, type NamedRing } from './roi-holes.ts';
import { type Point, type Polygon, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { type ReadRois } from './roi-file.ts';
import { childOf, childrenOf, escapeXml, numberOf, readXml, textOf, type XmlElement } from './roi-xml.ts';

interface Found extends NamedRing {
  readonly name: string;
  readonly group: string | null;
}

/**
 * Outlines of an ASAP file. Points are sorted by `Order`; decimal commas are read. A polygon of a group named `exclude`,
 * `exclusion`, `hole` or `holes` (also as the end of a name, such as `tumour_holes`) or `_2` is a hole of the smallest
 * outline that contains all of it. Any other polygon inside another is a separate outline, as in ASAP.
 *
 * @throws RoiError NOT_AN_ROI_FILE, MALFORMED.
 */
export function readAsap(text: string): ReadRois {
  const file = readXml(text, ['Annotation', 'Coordinate', 'Group']);
  if (!('ASAP_Annotations' in file)) {
    throw new RoiError('NOT_AN_ROI_FILE', 'root element', statement('asapRootNeeded'));
  }
  const annotations = childrenOf(childOf(childOf(file, 'ASAP_Annotations'), 'Annotations'), 'Annotation');
  const outlines: Found[] = [];
  const holes: Found[] = [];
  const errors: RoiError[] = [];
  annotations.forEach((annotation, i) => {
    try {
      const found = readAnnotation(annotation, i);
      (found.group !== null && isHoleName(found.group) ? holes : outlines).push(found);
    } catch (error) {
      if (!(error instanceof RoiError)) throw error;
      errors.push(error);
    }
  });
  const given = giveHoles(outlines, holes);
  return {
    format: 'asap',
    shapes: outlines.map(({ name, group, ring }, i) => ({
      name,
      label: group,
      regions: [{ outline: ring, holes: given.holesOf[i] ?? [] }],
    })),
    errors: [...errors, ...given.errors],
  };
}

function readAnnotation(annotation: XmlElement, index: number): Found {
  const name = textOf(annotation, 'Name') ?? `Annotation ${index + 1}`;
  const where = `Annotation ${index + 1} "${name.slice(0, 80)}"`;
  const type = textOf(annotation, 'Type') ?? 'Polygon';
  if (!/^(?:polygon|rectangle|spline)$/i.test(type)) {
    throw new RoiError('NOT_AN_AREA', where, statement('enclosesNoArea', { type: type.slice(0, 40) }));
  }
  const coordinates = childrenOf(childOf(annotation, 'Coordinates'), 'Coordinate');
  if (coordinates.length === 0)
    throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'Coordinate' }));
  const points = coordinates.map((one, i) => {
    const place = `${where}, Coordinate ${i + 1}`;
    const order = textOf(one, 'Order');
    return {
      order: order === null ? i : numberOf(one, 'Order', place),
      point: { x: numberOf(one, 'X', place), y: numberOf(one, 'Y', place) },
    };
  });
  points.sort((one, other) => one.order - other.order);
  const group = textOf(annotation, 'PartOfGroup');
  return { name, where, group: group === 'None' ? null : group, ring: points.map(({ point }) => point) };
}

/** An ASAP file. A shape of several regions becomes an annotation for each; holes go into the group `exclude`. */
export function writeAsap(shapes: readonly RoiShape[]): string {
  const parts: string[] = [];
  for (const { name, label, regions } of shapes) {
    regions.forEach(({ outline, holes }, i) => {
      const one = regions.length === 1 ? name : `${name} (${i + 1})`;
      parts.push(annotation(one, label ?? 'None', '#F4FA58', outline));
      holes.forEach((hole, h) => parts.push(annotation(`${one}, hole ${h + 1}`, 'exclude', '#646464', hole)));
    });
  }
  const hasHoles = shapes.some(({ regions }) => regions.some(({ holes }) => holes.length > 0));
  const groups = new Set(shapes.flatMap(({ label }) => (label === null ? [] : [label])));
  if (hasHoles) groups.add('exclude');
  const groupLines = [...groups].map(
    (group) => `\t\t<Group Name="${escapeXml(group)}" PartOfGroup="None" Color="#64FE2E"><Attributes/></Group>\n`,
  );
  return (
    `<?xml version="1.0"?>\n<ASAP_Annotations>\n\t<Annotations>\n${parts.join('')}\t</Annotations>\n` +
    `\t<AnnotationGroups>\n${groupLines.join('')}\t</AnnotationGroups>\n</ASAP_Annotations>\n`
  );
}

function annotation(name: string, group: string, colour: string, ring: Polygon): string {
  const coordinates = ring.map(
    ({ x, y }: Point, order) => `\t\t\t\t<Coordinate Order="${order}" X="${x}" Y="${y}"/>\n`,
  );
  return (
    `\t\t<Annotation Name="${escapeXml(name)}" Type="Polygon" PartOfGroup="${escapeXml(group)}" Color="${colour}">\n` +
    `\t\t\t<Coordinates>\n${coordinates.join('')}\t\t\t</Coordinates>\n\t\t</Annotation>\n`
  );
}
