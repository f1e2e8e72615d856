import { say, type Statement } from '@haim/schema';

/** What can be wrong with an outline or the file that holds it. */
export type RoiErrorCode =
  | 'NOT_AN_ROI_FILE'
  | 'FILE_TOO_LARGE'
  | 'MALFORMED'
  | 'NO_SHAPES'
  | 'NOT_AN_AREA'
  | 'NOT_A_NUMBER'
  | 'TOO_FEW_POINTS'
  | 'TOO_MANY_POINTS'
  | 'ZERO_AREA'
  | 'SELF_CROSSING'
  | 'HOLE_OUTSIDE'
  | 'OUTSIDE_SLIDE';

/** An outline or a file of outlines that is refused. `where` names the shape or the file's element at fault. */
export class RoiError extends Error {
  readonly code: RoiErrorCode;
  readonly where: string;
  /** What is wrong, apart from the place. */
  readonly said: Statement;

  constructor(code: RoiErrorCode, where: string, said: Statement) {
    super(`${where}: ${say(said, 'en')}`);
    this.name = 'RoiError';
    this.code = code;
    this.where = where;
    this.said = said;
  }
}
