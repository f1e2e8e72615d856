export { patientCode, patientCodeLabel } from './patient-code.ts';
export { readDate, readPartialDate } from './read-date.ts';
export { readField } from './read-field.ts';
export { readNumber } from './read-number.ts';
export { hasOtherName, storedNames } from './stored-names.ts';
