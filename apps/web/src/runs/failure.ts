export type Failure = 'notScorable' | 'provider' | 'slide' | 'model' | 'output' | 'bag' | 'worker' | 'other';

const failures: Readonly<Record<string, Failure>> = {
  NOT_SCORABLE: 'notScorable',
  PROVIDER_UNAVAILABLE: 'provider',
  NOT_A_SLIDE: 'slide',
  TRUNCATED: 'slide',
  EMPTY: 'slide',
  TOO_LARGE: 'slide',
  NO_RESOLUTION: 'slide',
  NEEDS_OPENSLIDE: 'slide',
  NEEDS_CONVERTING: 'slide',
  UNREADABLE: 'slide',
  SLIDE_UNREADABLE: 'slide',
  HASH_MISMATCH: 'model',
  SHAPE_MISMATCH: 'model',
  MANIFEST_INVALID: 'model',
  MISSING_FILE: 'model',
  GRAPH_REFUSED: 'model',
  OUTPUT_REFUSED: 'output',
  BAG_TOO_LARGE: 'bag',
  MODEL_REFUSED: 'model',
  MODEL_RETIRED: 'model',
  MODEL_CHANGED: 'model',
  WORKER_LOST: 'worker',
};

/** The kind of failure behind a failed run's code, for `runs.failures` in the reader's language. */
export function failureOf(code: string | null): Failure {
  return (code === null ? undefined : failures[code]) ?? 'other';
}
