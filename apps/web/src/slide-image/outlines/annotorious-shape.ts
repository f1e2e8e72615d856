import type { ImageAnnotation, MultiPolygonElement, Shape } from '@annotorious/openseadragon';
import { type Regions, type Ring } from './outline.ts';

type Points = [number, number][];

/** The drawing library's shape of an outline: a polygon, or a multipolygon if it has holes or several regions. */
export function annotationOf(key: string, regions: Regions): ImageAnnotation {
  return { id: key, bodies: [], target: { annotation: key, selector: shapeOf(regions) } };
}

function shapeOf(regions: Regions): Shape {
  const [first, ...others] = regions;
  const bounds = boundsOf(regions.flatMap(({ outline }) => pointsOf(outline)));
  if (first && others.length === 0 && first.holes.length === 0) {
    return { type: 'POLYGON', geometry: { points: pointsOf(first.outline), bounds } } as unknown as Shape;
  }
  const polygons = regions.map(({ outline, holes }): MultiPolygonElement => {
    const points = pointsOf(outline);
    return { rings: [points, ...holes.map(pointsOf)].map((ring) => ({ points: ring })), bounds: boundsOf(points) };
  });
  return { type: 'MULTIPOLYGON', geometry: { polygons, bounds } } as unknown as Shape;
}

/** What was drawn or changed in the library, as the portal stores it; null for shapes that enclose nothing. */
export function regionsOf({ target }: ImageAnnotation): Regions | null {
  const { type, geometry } = target.selector as unknown as { type: string; geometry: Record<string, unknown> };
  if (type === 'POLYGON') return [{ outline: ringOf(geometry['points'] as Points), holes: [] }];
  if (type === 'MULTIPOLYGON') {
    return (geometry['polygons'] as MultiPolygonElement[]).flatMap(({ rings }) => {
      const [outline, ...holes] = rings.map(({ points }) => ringOf(points));
      return outline ? [{ outline, holes }] : [];
    });
  }
  if (type === 'RECTANGLE') {
    const { x, y, w, h, rot = 0 } = geometry as { x: number; y: number; w: number; h: number; rot?: number };
    const corners: Points = [
      [x, y],
      [x + w, y],
      [x + w, y + h],
      [x, y + h],
    ];
    return [{ outline: ringOf(corners.map((corner) => turned(corner, [x + w / 2, y + h / 2], rot))), holes: [] }];
  }
  return null;
}

function turned([x, y]: [number, number], [cx, cy]: [number, number], angle: number): [number, number] {
  if (angle === 0) return [x, y];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos];
}

function pointsOf({ x, y }: Ring): Points {
  return x.map((one, i) => [one, y[i] ?? NaN]);
}

function ringOf(points: Points): Ring {
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y) };
}

function boundsOf(points: Points) {
  const bounds = { minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity };
  for (const [x, y] of points) {
    bounds.minX = Math.min(bounds.minX, x);
    bounds.minY = Math.min(bounds.minY, y);
    bounds.maxX = Math.max(bounds.maxX, x);
    bounds.maxY = Math.max(bounds.maxY, y);
  }
  return bounds;
}
