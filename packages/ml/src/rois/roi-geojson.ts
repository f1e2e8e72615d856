import { statement } from '@haim/schema';
import { type Point, type Polygon, type Region, type RoiShape } from './roi.ts';
import { RoiError } from './roi-error.ts';
import { type ReadRois } from './roi-file.ts';

/**
 * Outlines of a GeoJSON file: a FeatureCollection as QuPath writes it, a list or one of features or bare geometries, with
 * Polygon and MultiPolygon, their holes and collections of them, in level-0 pixels. The name is `properties.name`, the label
 * the classification; a bare geometry has neither.
 *
 * @throws RoiError NOT_AN_ROI_FILE, MALFORMED.
 */
export function readGeoJson(text: string): ReadRois {
  const shapes: RoiShape[] = [];
  const errors: RoiError[] = [];
  featuresOf(parse(text)).forEach((feature, i) => {
    try {
      shapes.push(readFeature(feature, i));
    } catch (error) {
      if (!(error instanceof RoiError)) throw error;
      errors.push(error);
    }
  });
  return { format: 'qupath', shapes, errors };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Also if brackets are nested deeper than the engine allows.
    throw new RoiError('MALFORMED', 'file', statement('jsonCutOff'));
  }
}

function featuresOf(file: unknown): unknown[] {
  if (Array.isArray(file)) return file as unknown[];
  if (isObject(file) && file['type'] === 'FeatureCollection') {
    const { features } = file;
    if (Array.isArray(features)) return features as unknown[];
    throw new RoiError('MALFORMED', 'features', statement('featuresNeeded'));
  }
  if (isObject(file) && (file['type'] === 'Feature' || isGeometry(file))) return [file];
  throw new RoiError('NOT_AN_ROI_FILE', 'type', statement('geoJsonRootNeeded'));
}

const geometryTypes: ReadonlySet<unknown> = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

function isGeometry(value: Record<string, unknown>): boolean {
  return geometryTypes.has(value['type']);
}

function readFeature(feature: unknown, index: number): RoiShape {
  const unnamed = `feature ${index + 1}`;
  if (!isObject(feature) || (feature['type'] !== 'Feature' && !isGeometry(feature))) {
    throw new RoiError('MALFORMED', unnamed, statement('neitherFeatureNorGeometry'));
  }
  const properties = isObject(feature['properties']) ? feature['properties'] : {};
  const label = labelOf(properties['classification']);
  const given = textOf(properties['name']);
  const name = given ?? `${label ?? 'Annotation'} ${index + 1}`;
  const where = given === null ? unnamed : `${unnamed} "${name.slice(0, 80)}"`;
  const polygons = polygonsOf(isGeometry(feature) ? feature : feature['geometry'], where);
  const regions = polygons.map((rings, i) =>
    readRegion(rings, polygons.length > 1 ? `${where}, polygon ${i + 1}` : where),
  );
  if (regions.length === 0)
    throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'polygon' }));
  return { name, label, regions };
}

/** The coordinates of each polygon, including those of a collection that holds nothing else. */
function polygonsOf(geometry: unknown, where: string): unknown[] {
  const { type, coordinates, geometries } = isObject(geometry) ? geometry : {};
  if (type === 'Polygon') return [coordinates];
  if (type === 'MultiPolygon') return listOf(coordinates, where);
  const isCollection = type === 'GeometryCollection' && Array.isArray(geometries) && geometries.length > 0;
  // One level deep, as GeoJSON recommends: a collection inside a collection is refused.
  if (isCollection) {
    return geometries.flatMap((member: unknown) =>
      isObject(member) && member['type'] === 'GeometryCollection' ? polygonsOf({}, where) : polygonsOf(member, where),
    );
  }
  const said =
    typeof type === 'string'
      ? statement('enclosesNoArea', { type: type.slice(0, 40) })
      : statement('featureWithoutGeometry');
  throw new RoiError('NOT_AN_AREA', where, said);
}

function readRegion(rings: unknown, where: string): Region {
  const [outline, ...holes] = listOf(rings, where).map((ring, i) => {
    const place = i === 0 ? where : `${where}, hole ${i}`;
    return listOf(ring, place).map((position, p): Point => {
      const [x, y]: unknown[] = Array.isArray(position) ? (position as unknown[]) : [];
      if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y)) {
        throw new RoiError('NOT_A_NUMBER', `${place}, position ${p + 1}`, statement('twoNumbersNeeded'));
      }
      return { x, y };
    });
  });
  if (!outline) throw new RoiError('TOO_FEW_POINTS', where, statement('outlineWithout', { part: 'ring' }));
  return { outline, holes };
}

function listOf(value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw new RoiError('MALFORMED', where, statement('coordinatesNotAList'));
  return value as unknown[];
}

function labelOf(classification: unknown): string | null {
  if (!isObject(classification)) return textOf(classification);
  const { name, names } = classification;
  return Array.isArray(names) ? textOf(names.join(': ')) : textOf(name);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A FeatureCollection of annotations that QuPath opens directly. */
export function writeGeoJson(shapes: readonly RoiShape[]): string {
  const features = shapes.map(({ name, label, regions }) => {
    const polygons = regions.map(({ outline, holes }) => [outline, ...holes].map(closed));
    return {
      type: 'Feature',
      geometry:
        polygons.length === 1
          ? { type: 'Polygon', coordinates: polygons[0] }
          : { type: 'MultiPolygon', coordinates: polygons },
      properties: {
        objectType: 'annotation',
        name,
        ...(label !== null && { classification: { name: label, color: [200, 0, 0] } }),
      },
    };
  });
  return `${JSON.stringify({ type: 'FeatureCollection', features }, null, 1)}\n`;
}

/** GeoJSON repeats the first position at the end. */
function closed(ring: Polygon): number[][] {
  return [...ring, ...ring.slice(0, 1)].map(({ x, y }) => [x, y]);
}
