import { type Rgb } from './colour-scale.ts';

/**
 * From the patch with the least attention (0) to that with the most (100 percent): viridis, whose lightness rises evenly,
 * so that the order survives every colour blindness and a print without colours.
 *
 * Source: viridis of matplotlib at 0, 1/4, 1/2, 3/4 and 1.
 */
const stops: readonly Rgb[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** @param percentile - 0 to 100. */
export function attentionColour(percentile: number): string {
  const at = (Math.min(100, Math.max(0, percentile)) / 100) * (stops.length - 1);
  const first = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[first] ?? black, stops[first + 1] ?? black];
  const part = at - first;
  return `rgb(${from.map((channel, i) => Math.round(channel + ((to[i] ?? 0) - channel) * part)).join(', ')})`;
}

const black: Rgb = [0, 0, 0];

/** The whole scale as a gradient, from left (least) to right (most). */
export function attentionGradient(): string {
  return `linear-gradient(to right, ${[0, 25, 50, 75, 100].map((at) => `${attentionColour(at)} ${at}%`).join(', ')})`;
}
