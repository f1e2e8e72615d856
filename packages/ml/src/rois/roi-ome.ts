import { type Statement, statement } from '@haim/schema';
import { giveHoles, isHoleName, type NamedRing } from './roi-holes.ts';
import { type Polygon, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { type ReadRois, type RoiImage } from './roi-file.ts';
import { ELLIPSE_CORNERS, ellipseRing, rounded } from './roi-rounds.ts';
import { childOf, childrenOf, escapeXml, numberOf, readXml, textOf, type XmlElement } from './roi-xml.ts';

const areas = ['Polygon', 'Rectangle', 'Ellipse'] as const;
const others = ['Polyline', 'Line', 'Point', 'Label', 'Mask'] as const;
const lists = ['Image', 'ROI', 'ROIRef', 'AnnotationRef', 'TagAnnotation', ...areas, ...others];

interface Found {
  readonly name: string;
  readonly label: string | null;
  readonly rings: readonly NamedRing[];
  readonly notes: readonly Statement[];
}

/**
 * Outlines of an OME-XML file: each ROI is one, whose shapes are its pieces. A ROI is labelled by its tag; one whose tag is
 * a word for holes, such as `hole` or `exclude`, is a hole of the smallest outline that contains all of it. Where the
 * file describes several images, ROIs of images of another size than the slide are left out.
 *
 * @throws RoiError NOT_AN_ROI_FILE, MALFORMED.
 *
 * Source: the OME schema 2016-06, ROI.
 */
export function readOme(text: string, image: RoiImage | null): ReadRois {
  const file = childOf(readXml(text, lists), 'OME');
  const tags = tagsOf(file);
  const foreign = foreignRois(file, image);
  const found: Found[] = [];
  const holes: NamedRing[] = [];
  const errors: RoiError[] = [];
  childrenOf(file, 'ROI').forEach((roi, i) => {
    const label = labelOf(roi, tags);
    const id = textOf(roi, 'ID') ?? '';
    const where = `ROI ${i + 1}${id === '' ? '' : ` "${id.slice(0, 40)}"`}`;
    if (foreign.has(id)) {
      errors.push(new RoiError('OUTSIDE_SLIDE', where, statement('roiOfOtherImage')));
      return;
    }
    const { rings, notes, names } = ringsOf(childOf(roi, 'Union'), where, errors);
    if (rings.length === 0) return;
    if (label !== null && isHoleName(label)) holes.push(...rings);
    else found.push({ name: textOf(roi, 'Name') ?? names[0] ?? `${label ?? 'ROI'} ${i + 1}`, label, rings, notes });
  });
  const given = giveHoles(
    found.flatMap(({ rings }) => rings),
    holes,
  );
  let ring = 0;
  const shapes = found.map(({ name, label, rings }): RoiShape => ({
    name,
    label,
    regions: rings.map(({ ring: outline }) => ({ outline, holes: given.holesOf[ring++] ?? [] })),
  }));
  return { format: 'ome', shapes, notes: found.map(({ notes }) => notes), errors: [...errors, ...given.errors] };
}

function ringsOf(union: XmlElement, where: string, errors: RoiError[]) {
  const rings: NamedRing[] = [];
  const notes: Statement[] = [];
  const names: string[] = [];
  for (const type of [...areas, ...others]) {
    childrenOf(union, type).forEach((shape, i) => {
      const place = `${where}, ${type} ${i + 1}`;
      try {
        rings.push({ where: place, ring: moved(ringOf(type, shape, place), shape, place) });
        if (type === 'Ellipse') notes.push(statement('ellipseAsPolygon', { corners: ELLIPSE_CORNERS }));
        if ('Transform' in shape) notes.push(statement('shapeMoved'));
        const text = textOf(shape, 'Text');
        if (text !== null) names.push(text);
      } catch (error) {
        if (!(error instanceof RoiError)) throw error;
        errors.push(error);
      }
    });
  }
  return { rings, notes, names };
}

function ringOf(type: string, shape: XmlElement, where: string): Polygon {
  const number = (name: string): number => numberOf(shape, name, where);
  if (type === 'Polygon') return pointsOf(textOf(shape, 'Points') ?? '', where);
  if (type === 'Rectangle') {
    const [x, y, width, height] = [number('X'), number('Y'), number('Width'), number('Height')];
    return [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ];
  }
  if (type === 'Ellipse') {
    const radii = [
      { x: number('RadiusX'), y: 0 },
      { x: 0, y: number('RadiusY') },
    ] as const;
    return ellipseRing({ x: number('X'), y: number('Y') }, ...radii);
  }
  if (type === 'Mask') throw new RoiError('NOT_AN_AREA', where, statement('maskNotRead'));
  throw new RoiError('NOT_AN_AREA', where, statement('enclosesNoArea', { type }));
}

/** `x,y x,y …` */
function pointsOf(text: string, where: string): Polygon {
  const pairs = text.split(/\s+/).filter(Boolean);
  if (pairs.length === 0) throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'polygon' }));
  return pairs.map((pair, i) => {
    const [x, y, more] = pair.split(',');
    if (x === undefined || y === undefined || more !== undefined) {
      throw new RoiError('NOT_A_NUMBER', `${where}, point ${i + 1}`, statement('twoNumbersNeeded'));
    }
    const place = `${where}, point ${i + 1}`;
    return { x: numberOf({ x }, 'x', place), y: numberOf({ y }, 'y', place) };
  });
}

/** An affine transform belongs to the shape: A00 A01 A02 of x, A10 A11 A12 of y. */
function moved(ring: Polygon, shape: XmlElement, where: string): Polygon {
  if (!('Transform' in shape)) return ring;
  const transform = childOf(shape, 'Transform');
  const entry = (name: string): number => numberOf(transform, name, `${where}, Transform`);
  const [a, b, c, d, e, f] = [entry('A00'), entry('A01'), entry('A02'), entry('A10'), entry('A11'), entry('A12')];
  return ring.map(({ x, y }) => rounded({ x: a * x + b * y + c, y: d * x + e * y + f }));
}

function tagsOf(file: XmlElement): ReadonlyMap<string, string> {
  const tags = childrenOf(childOf(file, 'StructuredAnnotations'), 'TagAnnotation');
  return new Map(
    tags.flatMap((tag) => {
      const [id, value] = [textOf(tag, 'ID'), textOf(tag, 'Value')];
      return id !== null && value !== null ? [[id, value] as const] : [];
    }),
  );
}

function labelOf(roi: XmlElement, tags: ReadonlyMap<string, string>): string | null {
  const values = childrenOf(roi, 'AnnotationRef').flatMap((ref) => tags.get(textOf(ref, 'ID') ?? '') ?? []);
  return values[0] ?? null;
}

/** ROIs that are named by images of another size, in a file that also has one of this size. */
function foreignRois(file: XmlElement, slide: RoiImage | null): ReadonlySet<string> {
  const images = childrenOf(file, 'Image').map((image) => {
    const pixels = childOf(image, 'Pixels');
    const isSlide =
      slide !== null &&
      Number(textOf(pixels, 'SizeX')) === slide.width &&
      Number(textOf(pixels, 'SizeY')) === slide.height;
    return { isSlide, rois: childrenOf(image, 'ROIRef').map((ref) => textOf(ref, 'ID') ?? '') };
  });
  if (!images.some(({ isSlide }) => isSlide)) return new Set();
  const own = new Set(images.filter(({ isSlide }) => isSlide).flatMap(({ rois }) => rois));
  return new Set(images.flatMap(({ rois }) => rois).filter((id) => !own.has(id)));
}

/**
 * An OME-XML file: one ROI for each outline, with a polygon for each region, labelled by a tag; holes are ROIs with the
 * tag `hole`, since polygons of OME-XML have none.
 */
export function writeOme(shapes: readonly RoiShape[], { width, height, micronsPerPixel }: RoiImage): string {
  const tags = new Map<string, string>();
  const tagOf = (label: string): string => {
    const id = tags.get(label) ?? `Annotation:${tags.size}`;
    tags.set(label, id);
    return `    <AnnotationRef ID="${id}"/>\n`;
  };
  const rois: string[] = [];
  const add = (name: string, label: string | null, rings: readonly Polygon[]): void => {
    const id = rois.length;
    const polygons = rings.map((ring, i) => {
      const points = ring.map(({ x, y }) => `${x},${y}`).join(' ');
      return `      <Polygon ID="Shape:${id}:${i}" Text="${escapeXml(name)}" Points="${points}"/>\n`;
    });
    const tag = label === null ? '' : tagOf(label);
    rois.push(
      `  <ROI ID="ROI:${id}" Name="${escapeXml(name)}">\n    <Union>\n${polygons.join('')}    </Union>\n${tag}  </ROI>\n`,
    );
  };
  for (const { name, label, regions } of shapes) {
    add(name, label, regions.map(({ outline }) => outline)); // prettier-ignore
    const holes = regions.flatMap((region) => region.holes);
    holes.forEach((hole, i) => add(`${name}, hole ${i + 1}`, 'hole', [hole]));
  }
  const size = micronsPerPixel === null ? '' : ` PhysicalSizeX="${micronsPerPixel}" PhysicalSizeY="${micronsPerPixel}"`;
  const refs = rois.map((_, i) => `    <ROIRef ID="ROI:${i}"/>\n`).join('');
  const annotations = [...tags].map(
    ([label, id]) => `    <TagAnnotation ID="${id}"><Value>${escapeXml(label)}</Value></TagAnnotation>\n`,
  );
  const structured =
    annotations.length === 0 ? '' : `  <StructuredAnnotations>\n${annotations.join('')}  </StructuredAnnotations>\n`;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    '<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
    ' xsi:schemaLocation="http://www.openmicroscopy.org/Schemas/OME/2016-06 http://www.openmicroscopy.org/Schemas/OME/2016-06/ome.xsd">\n' +
    `  <Image ID="Image:0">\n    <Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint8" SizeX="${width}" SizeY="${height}" SizeC="3" SizeZ="1" SizeT="1"${size}>\n` +
    `      <Channel ID="Channel:0:0" SamplesPerPixel="3"/>\n      <MetadataOnly/>\n    </Pixels>\n${refs}  </Image>\n` +
    `${structured}${rois.join('')}</OME>\n`
  );
}
