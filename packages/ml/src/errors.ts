/** What can be wrong with a slide file. */
export type SlideErrorCode =
  | 'NOT_A_SLIDE'
  | 'TRUNCATED'
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'NO_RESOLUTION'
  | 'UNREADABLE'
  | 'NEEDS_OPENSLIDE'
  /** A known format that nothing here reads; the message names what converts it. */
  | 'NEEDS_CONVERTING';

/** A slide that cannot be opened or read. The message is safe for a client: it never contains a path. */
export class SlideError extends Error {
  readonly code: SlideErrorCode;

  constructor(code: SlideErrorCode, message: string) {
    super(message);
    this.name = 'SlideError';
    this.code = code;
  }
}

/**
 * What can be wrong with a model. `GRAPH_REFUSED`: unreadable ONNX, unknown operator domain or external data.
 * `OUTPUT_REFUSED`: a run gave another number of values than the manifest says, or values that are not finite.
 */
export type ModelErrorCode =
  | 'HASH_MISMATCH'
  | 'SHAPE_MISMATCH'
  | 'MANIFEST_INVALID'
  | 'MISSING_FILE'
  | 'GRAPH_REFUSED'
  | 'OUTPUT_REFUSED'
  | 'BAG_TOO_LARGE'
  | 'PROVIDER_UNAVAILABLE';

/** A model that is refused. `field` is the manifest field at fault, such as `graphs.features.input.size`. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;
  readonly field: string;

  constructor(code: ModelErrorCode, field: string, message: string) {
    super(`${field}: ${message}`);
    this.name = 'ModelError';
    this.code = code;
    this.field = field;
  }
}

/** How many patches were dropped for one reason. */
export interface DropCount {
  readonly reason: string;
  readonly count: number;
}

/** A readable slide that cannot be scored, because no patch was left. */
export class NotScorable extends Error {
  readonly reasons: readonly DropCount[];

  constructor(message: string, reasons: readonly DropCount[]) {
    super(message);
    this.name = 'NotScorable';
    this.reasons = reasons;
  }
}

/** What can be wrong with the cases of a training: a class is missing, a value is not a number, the loss diverged. */
export type TrainingErrorCode = 'ONE_CLASS' | 'NOT_FINITE' | 'DIVERGED';

/** A training that cannot produce a head. The message names the part of the split at fault. */
export class TrainingError extends Error {
  readonly code: TrainingErrorCode;

  constructor(code: TrainingErrorCode, message: string) {
    super(message);
    this.name = 'TrainingError';
    this.code = code;
  }
}
