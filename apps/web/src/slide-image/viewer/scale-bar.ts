import { roundSignificant } from '@/numbers/round.ts';

export interface ScaleBar {
  /** Length of the bar on the screen, in CSS pixels. */
  readonly lengthPx: number;
  /** The length it represents, such as "200 µm" or "1 mm". */
  readonly label: string;
}

/**
 * The longest bar of 1, 2 or 5 times a power of ten that fits.
 *
 * @param micronsPerPixel - of the full-resolution image; null if the file does not state it.
 * @param imagePixelsPerScreenPixel - how many of its pixels one screen pixel covers.
 * @param longestPx - room for the bar.
 * @returns null if the scale is unknown: it is never guessed.
 */
export function scaleBar(
  micronsPerPixel: number | null,
  imagePixelsPerScreenPixel: number,
  longestPx: number,
): ScaleBar | null {
  if (micronsPerPixel === null || !(micronsPerPixel > 0) || !(imagePixelsPerScreenPixel > 0)) return null;
  const micronsPerScreenPixel = micronsPerPixel * imagePixelsPerScreenPixel;
  const room = longestPx * micronsPerScreenPixel;
  const power = 10 ** Math.floor(Math.log10(room));
  const step = [5, 2, 1].find((factor) => factor * power <= room) ?? 1;
  const microns = step * power;
  return { lengthPx: microns / micronsPerScreenPixel, label: labelOf(microns) };
}

function labelOf(microns: number): string {
  const plain = (value: number): string => String(roundSignificant(value, 1));
  return microns >= 1000 ? `${plain(microns / 1000)} mm` : `${plain(microns)} µm`;
}

export const magnifications = [1, 2, 5, 10, 20, 40] as const;

export interface ObjectivePower {
  readonly power: number;
  /** False if the file does not state it and it is derived from the scale. */
  readonly isStated: boolean;
}

/** By convention a 10x objective gives about 1 µm per pixel, 20x 0.5 and 40x 0.25. */
const micronsPerPixelAtOne = 10;

/** The objective's power as stated in the file, otherwise the one its scale suggests; null if both are unknown. */
export function objectiveOf(stated: number | null, micronsPerPixel: number | null): ObjectivePower | null {
  if (stated !== null && stated > 0) return { power: stated, isStated: true };
  if (micronsPerPixel === null || !(micronsPerPixel > 0)) return null;
  return { power: micronsPerPixelAtOne / micronsPerPixel, isStated: false };
}

/** Screen pixels per image pixel at which the screen shows the slide at a magnification: 1 at the objective's own. */
export function zoomOfMagnification(magnification: number, { power }: ObjectivePower): number {
  return magnification / power;
}
