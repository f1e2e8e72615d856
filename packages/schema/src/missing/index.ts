export { fieldOfReason, isReasonKey, missingMark, reasonKey, reasonOf } from '../reason-key.ts';
export { reasonsIn, valuesOf, withReasons } from './reasons.ts';
