import { type SeededRandom } from '../seeded-random.ts';

/** A smooth random field over the plane, each value in [0, 1]. */
export type NoiseField = (x: number, y: number) => number;

const SIDE = 256;

/**
 * Value noise on a lattice with smooth interpolation; it repeats every 256 cells.
 *
 * @param cellPx - distance between lattice points, in the caller's pixels.
 */
export function valueNoise(random: SeededRandom, cellPx: number): NoiseField {
  const lattice = Float32Array.from({ length: SIDE * SIDE }, () => random.uniform());
  const at = (column: number, row: number) => lattice[(row & (SIDE - 1)) * SIDE + (column & (SIDE - 1))] ?? 0;
  return (x, y) => {
    const u = x / cellPx;
    const v = y / cellPx;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const a = smooth(u - column);
    const b = smooth(v - row);
    const top = at(column, row) + a * (at(column + 1, row) - at(column, row));
    const bottom = at(column, row + 1) + a * (at(column + 1, row + 1) - at(column, row + 1));
    return top + b * (bottom - top);
  };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
