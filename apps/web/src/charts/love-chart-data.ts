/** A line of the plot of balance: a number, the name of a category, or one of its levels. */
export interface LoveLine {
  readonly id: string;
  readonly kind: 'number' | 'heading' | 'level';
  readonly name: string;
  /** In standard deviations; null on a heading and where nothing varies. */
  readonly crude: number | null;
  readonly weighted: number | null;
  /** The whole line in words. */
  readonly spoken: string;
}

const step = 0.1;
/** More marks than this would meet. */
const mostTicks = 8;

/** The axis from 0 to beyond the largest difference, with marks of tenths. */
export function loveAxis(
  lines: readonly LoveLine[],
  balancedBelow: number,
): { readonly most: number; readonly ticks: readonly number[] } {
  const sizes = lines.flatMap(({ crude, weighted }) => [crude, weighted]).map((value) => Math.abs(value ?? 0));
  const reached = Math.max(2 * balancedBelow, ...sizes);
  const tenths = Math.ceil(reached / step - 1e-9);
  const every = Math.ceil(tenths / mostTicks);
  const count = Math.ceil(tenths / every);
  const ticks = Array.from({ length: count + 1 }, (_, i) => (i * every) / 10);
  return { most: (count * every) / 10 + 0.02, ticks };
}
