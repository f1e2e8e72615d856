import { roundSignificant } from '@/numbers/round.ts';

/**
 * Points of print to one pixel of a drawing: the smallest words of a figure have 11 px, and journals ask for 7 pt at
 * the printed size (11 px are 7.15 pt).
 */
const pointsPerPixel = 0.65;
const mmPerInch = 25.4;
const pointsPerInch = 72;

const pointsOf = (mm: number): number => (mm / mmPerInch) * pointsPerInch;

/** Width at which a figure of this printed width is drawn, in pixels: a narrow one is laid out anew, not shrunk. */
export function drawnWidthPx(widthMm: number): number {
  return Math.round(pointsOf(widthMm) / pointsPerPixel);
}

/** Size of a page in points that holds a drawing, in pixels, at its printed width. */
export function pageSizePt(drawn: { width: number; height: number }, widthMm: number): [number, number] {
  const width = pointsOf(widthMm);
  return [width, (width * drawn.height) / drawn.width];
}

/** Size of a picture in dots. */
export function sizeInDots(
  drawn: { width: number; height: number },
  widthMm: number,
  dpi: number,
): { width: number; height: number } {
  const width = Math.round((widthMm / mmPerInch) * dpi);
  return { width, height: Math.round((width * drawn.height) / drawn.width) };
}

/** An svg says its size in millimetres, so that it is placed at its printed width. */
export function sizeInMm(drawn: { width: number; height: number }, widthMm: number): { width: string; height: string } {
  const height = (widthMm * drawn.height) / drawn.width;
  return { width: `${widthMm}mm`, height: `${roundSignificant(height, 6)}mm` };
}

export function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  return { width, height };
}
