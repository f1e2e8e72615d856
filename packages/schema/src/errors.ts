/** Every code that an answer of the API may carry in `extensions.code`. */
export const errorCodes = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'STUDY_CLOSED',
  'RECORD_LOCKED',
  'WRONG_PASSWORD',
  'WRONG_CODE',
  'NOT_ESTIMABLE',
  'WITHHELD',
  'SLIDE_UNREADABLE',
  'MODEL_REFUSED',
  'MODEL_RETIRED',
  'MODEL_CHANGED',
  'TOO_MANY_REQUESTS',
  'UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;

export type ErrorCode = (typeof errorCodes)[number];
