import { inBoth, type Label, type Statement } from '@haim/schema';
import { type RoiError, type RoiErrorCode, type RoiFormat, type RoiShape } from '@haim/ml';

/** Why a file or an outline of it is refused, and which of its elements. */
export interface RoiFault {
  readonly code: RoiErrorCode;
  readonly where: string;
  /** In English, with the place. */
  readonly message: string;
  /** What is wrong, in both languages. */
  readonly said: Statement & Label;
}

export interface ImportedShape extends RoiShape {
  readonly warnings: readonly Statement[];
}

/** What a file holds for a slide. */
export interface RoiImport {
  readonly format: RoiFormat;
  /** The valid ones. */
  readonly shapes: readonly ImportedShape[];
  readonly faults: readonly RoiFault[];
  readonly micronsPerPixel: number | null;
  /** How many were added: 0 in a dry run. */
  readonly added: number;
}

export function toFault({ code, where, message, said }: RoiError): RoiFault {
  return { code, where, message, said: { ...said, ...inBoth(said) } };
}
