type Rgb = readonly [red: number, green: number, blue: number];

/**
 * ColorBrewer "Blues" from the lightest to the middle: one hue, so that shade alone carries the row share, and light
 * enough that black reads well on all of it. On a ramp to the darkest the ink would turn white somewhere, and of two
 * neighbouring cells the lighter one might then have white ink.
 */
const ramp: readonly [Rgb, Rgb] = [
  [0xf7, 0xfb, 0xff],
  [0x6b, 0xae, 0xd6],
];

export interface Shade {
  readonly fill: string;
  readonly text: string;
}

/** WCAG 2.2 relative luminance of an sRGB colour. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number): number => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** WCAG 2.2 contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

export function rampColour(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share));
  const [low, high] = ramp;
  const mix = (from: number, to: number): number => Math.round(from + (to - from) * at);
  return [mix(low[0], high[0]), mix(low[1], high[1]), mix(low[2], high[2])];
}

const ink: Rgb = [0, 0, 0];
const hex = (colour: Rgb): string => `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;

/**
 * Fill for a share of its row, and the ink on it, which is the same for every share.
 *
 * @param share - in [0, 1].
 */
export function shadeOf(share: number): Shade {
  return { fill: hex(rampColour(share)), text: hex(ink) };
}
