import { type SeededRandom, seededRandom } from '../seeded-random.ts';
import { type NoiseField, valueNoise } from './value-noise.ts';

/** The pattern of the tumour cells: solid sheets, or plates with sinusoids between them. */
export type DemoTexture = 'sheet' | 'trabecular';

export interface DemoTissueOptions {
  readonly seed: number;
  readonly texture: DemoTexture;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly micronsPerPixel: number;
}

/** Colours a pixel: writes R, G and B into `out`. */
export type Painter = (x: number, y: number, out: [number, number, number]) => void;

type Colour = readonly [number, number, number];

const GLASS: Colour = [243, 241, 243];
const EOSIN_LIGHT: Colour = [232, 172, 200];
const EOSIN_DARK: Colour = [205, 122, 166];
const COLLAGEN: Colour = [236, 158, 186];
const HAEMATOXYLIN: Colour = [104, 70, 142];
const CHROMATIN: Colour = [62, 36, 104];

/** One cell of the drawing: its nucleus is at x, y. */
interface Cell {
  readonly x: number;
  readonly y: number;
  /** Half axes of the nucleus in pixels; 0 if the section missed it. */
  readonly long: number;
  readonly short: number;
  readonly cos: number;
  readonly sin: number;
  /** 0 pale to 1 dark. */
  readonly stain: number;
}

/**
 * Makes a painter of drawn tissue in haematoxylin and eosin colours, one pixel at a time and reproducible by seed. It
 * is a picture for demonstrations and tests, not a model of any disease.
 */
export function demoTissue(options: DemoTissueOptions): Painter {
  const { widthPx, heightPx, micronsPerPixel, texture } = options;
  const random = seededRandom(options.seed);
  const px = (microns: number) => microns / micronsPerPixel;
  const island = islandShape(options, random, valueNoise(random, px(70)), valueNoise(random, px(18)));
  const plates = bent(valueNoise(random, px(texture === 'trabecular' ? 42 : 90)), valueNoise(random, px(64)), px(34));
  const ripple = valueNoise(random, px(12));
  const septa = bent(valueNoise(random, px(150)), valueNoise(random, px(90)), px(60));
  const cytoplasm = valueNoise(random, px(5));
  const granules = valueNoise(random, px(1));
  const grain = valueNoise(random, px(0.45));
  const immune = valueNoise(random, px(60));
  const gapWidth = texture === 'trabecular' ? 0.1 : 0.012;
  const septumWidth = texture === 'trabecular' ? 0.015 : 0.035;

  const isGap = (x: number, y: number) => Math.abs(plates(x, y) + 0.12 * ripple(x, y) - 0.56) < gapWidth;
  const septumAt = (x: number, y: number) => Math.abs(septa(x, y) - 0.5) < septumWidth * (0.6 + ripple(x, y));
  const cells = cellLattice();

  return (x, y, out) => {
    const fine = granules(x, y) - 0.5;
    const noise = (grain(x, y) - 0.5) * 10;
    if (!island(x, y)) return mix(out, GLASS, GLASS, 0, noise * 0.25);
    if (isGap(x, y)) return mix(out, GLASS, EOSIN_LIGHT, 0.12 + 0.2 * ripple(x, y), noise * 0.5);
    const { cell, edge } = cells(x, y);
    const depth = nucleusDepth(cell, x, y);
    if (depth > 0) {
      const chromatin = Math.min(1, Math.max(0, cell.stain + fine * 0.9 + (depth < 0.22 ? 0.25 : 0)));
      return mix(out, HAEMATOXYLIN, CHROMATIN, chromatin, noise);
    }
    if (septumAt(x, y)) return mix(out, COLLAGEN, EOSIN_DARK, 0.5 + fine * 0.8, noise);
    const body = 0.55 * cytoplasm(x, y) + 0.3 * ripple(x, y) + fine * 0.55;
    return mix(out, EOSIN_LIGHT, EOSIN_DARK, edge < px(0.7) ? body - 0.45 : body, noise);
  };

  /** Jittered cells on a square lattice; the nearest nucleus is found among nine. */
  function cellLattice(): (x: number, y: number) => { cell: Cell; edge: number } {
    const pitch = px(texture === 'trabecular' ? 21 : 13);
    const columns = Math.ceil(widthPx / pitch) + 3;
    const rows = Math.ceil(heightPx / pitch) + 3;
    const cells = Array.from({ length: columns * rows }, (_, i) => {
      const x = ((i % columns) - 1 + 0.14 + 0.72 * random.uniform()) * pitch;
      const y = (Math.floor(i / columns) - 1 + 0.14 + 0.72 * random.uniform()) * pitch;
      return drawCell(x, y);
    });
    const nearest = { cell: cells[0] as Cell, edge: 0 };
    return (x, y) => {
      const column = Math.floor(x / pitch) + 1;
      const row = Math.floor(y / pitch) + 1;
      let first = Infinity;
      let second = Infinity;
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const cell = cells[r * columns + c] as Cell;
          const distance = (cell.x - x) ** 2 + (cell.y - y) ** 2;
          if (distance < first) {
            second = first;
            first = distance;
            nearest.cell = cell;
          } else if (distance < second) second = distance;
        }
      }
      nearest.edge = Math.sqrt(second) - Math.sqrt(first);
      return nearest;
    };
  }

  function drawCell(x: number, y: number): Cell {
    const angle = random.uniform() * Math.PI;
    const shape = { x, y, cos: Math.cos(angle), sin: Math.sin(angle) };
    const stain = 0.15 + 0.5 * random.uniform();
    const size = random.uniform();
    const missed = random.uniform() < 0.13 || isGap(x, y);
    if (missed) return { ...shape, long: 0, short: 0, stain };
    if (immune(x, y) > 0.82) return { ...shape, long: px(2.9), short: px(2.6), stain: 0.95 };
    if (septumAt(x, y)) return { ...shape, long: px(5.5 + 2 * size), short: px(1.5), stain: 0.8 };
    const radius = px(texture === 'trabecular' ? 3.1 + 0.8 * size : 3.9 + 2 * size * size);
    return { ...shape, long: radius * (1.05 + 0.25 * size), short: radius * 0.93, stain };
  }
}

/** Rotates and bends a field, because plain value noise shows the axes of its lattice. */
function bent(field: NoiseField, bend: NoiseField, reach: number): NoiseField {
  return (x, y) => {
    const u = x + reach * (bend(x, y) - 0.5);
    const v = y + reach * (bend(y + 5000, x) - 0.5);
    return field(0.857 * u - 0.515 * v, 0.515 * u + 0.857 * v);
  };
}

/** Depth inside the nucleus: 0 at its rim and outside, towards 1 at its centre. */
function nucleusDepth(cell: Cell, x: number, y: number): number {
  if (cell.long === 0) return 0;
  const dx = x - cell.x;
  const dy = y - cell.y;
  const along = (dx * cell.cos + dy * cell.sin) / cell.long;
  const across = (dy * cell.cos - dx * cell.sin) / cell.short;
  return Math.max(0, 1 - Math.sqrt(along * along + across * across));
}

/** One large piece of tissue and a small one, with glass to the right and around them. */
function islandShape(
  { widthPx, heightPx }: DemoTissueOptions,
  random: SeededRandom,
  coast: NoiseField,
  fray: NoiseField,
): (x: number, y: number) => boolean {
  const pieces = [
    { x: 0.4, y: 0.52, rx: 0.34 + 0.06 * random.uniform(), ry: 0.4 + 0.1 * random.uniform() },
    { x: 0.89, y: 0.2 + 0.5 * random.uniform(), rx: 0.07 + 0.03 * random.uniform(), ry: 0.1 + 0.1 * random.uniform() },
  ];
  return (x, y) =>
    pieces.some((piece) => {
      const distance = Math.hypot((x / widthPx - piece.x) / piece.rx, (y / heightPx - piece.y) / piece.ry);
      if (distance < 0.7) return true;
      return distance < 1.3 && distance + 0.32 * (coast(x, y) - 0.5) + 0.05 * (fray(x, y) - 0.5) < 1;
    });
}

function mix(out: [number, number, number], a: Colour, b: Colour, share: number, add: number): void {
  const t = share < 0 ? 0 : share > 1 ? 1 : share;
  out[0] = a[0] + t * (b[0] - a[0]) + add;
  out[1] = a[1] + t * (b[1] - a[1]) + add;
  out[2] = a[2] + t * (b[2] - a[2]) + add;
}
