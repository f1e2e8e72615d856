import { figureInk } from '@/charts/series-style.ts';
import { drawnWidthPx } from '@/charts/figure-size.ts';
import { type PdfTag } from '@/charts/pdf-tags.ts';
import { type Drawing } from '../drawing.ts';

/** A sheet of A4 in pixels of a drawing, upright. */
const margin = drawnWidthPx(20);
const [width, height] = [drawnWidthPx(210), drawnWidthPx(297)];

export const page = {
  widthMm: 210,
  width,
  height,
  left: margin,
  right: width - margin,
  /** Width of text. */
  text: width - 2 * margin,
  head: drawnWidthPx(14),
  top: drawnWidthPx(23),
  bottom: height - drawnWidthPx(25),
  foot: height - drawnWidthPx(13),
} as const;

export const ink = {
  text: '#222222',
  quiet: '#4d4d4d',
  rule: '#b5bcc2',
  accent: '#0b6a65',
  synthetic: figureInk.light.synthetic,
} as const;

/** A place in the document: its sheet, where the cover is 0, and the height on it in pixels. */
export interface Place {
  readonly page: number;
  readonly y: number;
}

export interface Link {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** The id of a part. */
  readonly to: string;
  readonly tag: PdfTag;
}

export interface Sheet {
  readonly drawing: Drawing;
  readonly links: Link[];
}
