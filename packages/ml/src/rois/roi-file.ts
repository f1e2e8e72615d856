import { type RoiShape } from './roi.ts';
import { type RoiError } from './roi-error.ts';

export const roiFormats = ['asap', 'qupath', 'imagescope'] as const;
export type RoiFormat = (typeof roiFormats)[number];

/** What a file holds, not yet checked against a slide. */
export interface ReadRois {
  readonly format: RoiFormat;
  readonly shapes: readonly RoiShape[];
  /** One for each element that is no outline; the others are unharmed by it. */
  readonly errors: readonly RoiError[];
}
