/**
 * From -1 (pushes away from the positive class) over 0 to +1 (pushes toward it): blue, near white, vermilion. Blue and
 * vermilion stay distinct for every common colour blindness, both sides darken alike, and the sign is also written.
 */
const stops: readonly (readonly [at: number, rgb: Rgb])[] = [
  [-1, [5, 64, 124]],
  [-0.5, [92, 151, 204]],
  [0, [247, 247, 247]],
  [0.5, [226, 128, 66]],
  [1, [141, 50, 0]],
];

export type Rgb = readonly [red: number, green: number, blue: number];

/** The colour of a share of the scale; beyond the ends it is that of the end. */
export function colourOf(share: number): Rgb {
  const at = Math.min(1, Math.max(-1, share));
  const next = Math.max(
    1,
    stops.findIndex(([stop]) => stop >= at),
  );
  const [[from, a], [to, b]] = [stops[next - 1] ?? first, stops[next] ?? first];
  const part = to === from ? 0 : (at - from) / (to - from);
  return [mix(a[0], b[0], part), mix(a[1], b[1], part), mix(a[2], b[2], part)];
}

const first: readonly [number, Rgb] = [0, [247, 247, 247]];

function mix(a: number, b: number, part: number): number {
  return Math.round(a + (b - a) * part);
}

export function cssColour(share: number): string {
  return `rgb(${colourOf(share).join(', ')})`;
}

/** The whole scale as a gradient, from left (-1) to right (+1). */
export function cssGradient(): string {
  return `linear-gradient(to right, ${stops.map(([at]) => `${cssColour(at)} ${((at + 1) / 2) * 100}%`).join(', ')})`;
}
