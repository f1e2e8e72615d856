import { type RoiShape } from './roi.ts';
import { type RoiError } from './roi-error.ts';

export const roiFormats = ['asap', 'qupath', 'imagescope'] as const;
export type RoiFormat = (typeof roiFormats)[number];

/** The contents of a file, not yet checked against a slide. */
export interface ReadRois {
  readonly format: RoiFormat;
  readonly shapes: readonly RoiShape[];
  /** One for each element that is not an outline; the others are not affected. */
  readonly errors: readonly RoiError[];
}
