import { type Statement } from '@haim/schema';
import { type RoiShape } from './roi.ts';
import { type RoiError } from './roi-error.ts';

export const roiFormats = ['asap', 'qupath', 'imagescope', 'ome', 'dicom'] as const;
export type RoiFormat = (typeof roiFormats)[number];

/** DICOM is read as one format and written as two: bulk annotations, or a structured report. */
export const writtenFormats = [...roiFormats, 'dicom-report'] as const;
export type WrittenFormat = (typeof writtenFormats)[number];

/** The slide that outlines are on. */
export interface RoiImage {
  readonly width: number;
  readonly height: number;
  /** Of level 0; null if unknown. */
  readonly micronsPerPixel: number | null;
  /** Of the slide's file. */
  readonly sha256: string;
}

/** The contents of a file, not yet checked against a slide. */
export interface ReadRois {
  readonly format: RoiFormat;
  readonly shapes: readonly RoiShape[];
  /** What the reader changed of each shape, such as an ellipse that it made a polygon. */
  readonly notes?: readonly (readonly Statement[])[];
  /** One for each element that is not an outline; the others are not affected. */
  readonly errors: readonly RoiError[];
}
