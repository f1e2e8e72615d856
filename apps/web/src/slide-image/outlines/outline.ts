import { type SlideQuery } from '@/graphql/generated/graphql.ts';

export type SavedRoi = SlideQuery['slide']['rois'][number];
/** As the API sends and takes them: rings as columns, in level-0 pixels. */
export type Regions = readonly {
  readonly outline: Ring;
  readonly holes: readonly Ring[];
}[];
export interface Ring {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** An outline as shown on the screen, which may be ahead of what is saved. */
export interface Outline {
  /** Of the shape on the slide; constant from drawing until the page is closed. */
  readonly key: string;
  /** What the portal has stored; null until it is saved. */
  readonly saved: SavedRoi | null;
  readonly name: string;
  readonly regions: Regions;
}

export function isUnsaved({ saved, name, regions }: Outline): boolean {
  return saved === null || saved.name !== name || !isSameRegions(saved.regions, regions);
}

/** Compared as numbers: drawing tools carry coordinates through floating point. */
export function isSameRegions(one: Regions, other: Regions): boolean {
  return (
    one.length === other.length &&
    one.every((region, i) => {
      const rings = ringsOf(region);
      const others = ringsOf(other[i]);
      return rings.length === others.length && rings.every((ring, r) => isSameRing(ring, others[r]));
    })
  );
}

function ringsOf(region: Regions[number] | undefined): readonly Ring[] {
  return region ? [region.outline, ...region.holes] : [];
}

function isSameRing(one: Ring, other: Ring | undefined): boolean {
  const near = (a: number, b: number | undefined): boolean => b !== undefined && Math.abs(a - b) < 1e-6;
  return (
    other !== undefined &&
    one.x.length === other.x.length &&
    one.x.every((x, i) => near(x, other.x[i])) &&
    one.y.every((y, i) => near(y, other.y[i]))
  );
}

/** The next free name after a pattern such as "Tumour ROI {n}". */
export function nextName(taken: readonly string[], nameOf: (n: number) => string): string {
  for (let n = 1; ; n++) {
    const name = nameOf(n);
    if (!taken.includes(name)) return name;
  }
}

/** Area in square pixels, without holes; meaningless for a ring that crosses itself. */
function areaPx2(regions: Regions): number {
  return regions.reduce(
    (sum, { outline, holes }) => sum + ringArea(outline) - holes.reduce((inner, hole) => inner + ringArea(hole), 0),
    0,
  );
}

function ringArea({ x, y }: Ring): number {
  const at = (values: readonly number[], i: number): number => values[i % values.length] ?? 0;
  const twice = x.reduce((sum, _, i) => sum + at(x, i) * at(y, i + 1) - at(x, i + 1) * at(y, i), 0);
  return Math.abs(twice) / 2;
}

/** While an outline is drawn, before the portal has measured it. */
export function areaMm2(regions: Regions, micronsPerPixel: number | null): number | null {
  return micronsPerPixel === null ? null : (areaPx2(regions) * micronsPerPixel ** 2) / 1e6;
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function rectangleRegions({ left, top, width, height }: Rectangle): Regions {
  const [right, bottom] = [left + width, top + height];
  return [{ outline: { x: [left, right, right, left], y: [top, top, bottom, bottom] }, holes: [] }];
}

/** The smallest upright rectangle around all regions. */
export function boundsOf(regions: Regions): Rectangle {
  const x = regions.flatMap(({ outline }) => [...outline.x]);
  const y = regions.flatMap(({ outline }) => [...outline.y]);
  const [left, top] = [x.reduce((a, b) => Math.min(a, b), Infinity), y.reduce((a, b) => Math.min(a, b), Infinity)];
  const [right, bottom] = [
    x.reduce((a, b) => Math.max(a, b), -Infinity),
    y.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  return { left, top, width: right - left, height: bottom - top };
}

/** One corner on each line, "x, y"; null if a line is not a pair of numbers or there are fewer than three corners. */
export function cornersOf(text: string): Ring | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const pairs = lines.map((line) => line.split(/[\s,;]+/).map(Number));
  if (pairs.length < 3 || pairs.some((pair) => pair.length !== 2 || !pair.every(Number.isFinite))) return null;
  return { x: pairs.map(([x]) => x ?? NaN), y: pairs.map(([, y]) => y ?? NaN) };
}

export function cornerLines({ x, y }: Ring): string {
  return x.map((one, i) => `${round(one)}, ${round(y[i] ?? NaN)}`).join('\n');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
