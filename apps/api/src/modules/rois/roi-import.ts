import { type Statement } from '@haim/schema';
import { type RoiError, type RoiErrorCode, type RoiFormat, type RoiShape } from '@haim/ml';

/** Why a file or an outline of it is refused, and which of its elements. */
export interface RoiFault {
  readonly code: RoiErrorCode;
  readonly where: string;
  readonly message: string;
}

export interface ImportedShape extends RoiShape {
  readonly warnings: readonly Statement[];
}

/** What a file holds for a slide. */
export interface RoiImport {
  readonly format: RoiFormat;
  /** The sound ones. */
  readonly shapes: readonly ImportedShape[];
  readonly faults: readonly RoiFault[];
  readonly micronsPerPixel: number | null;
  /** How many were added: none in a dry run. */
  readonly added: number;
}

export function toFault({ code, where, message }: RoiError): RoiFault {
  return { code, where, message };
}
