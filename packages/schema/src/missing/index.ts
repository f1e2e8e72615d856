export {
  fieldOfReason,
  isReasonKey,
  missingMark,
  reasonKey,
  reasonOf,
  reasonsIn,
  valuesOf,
  withReasons,
} from './reasons.ts';
