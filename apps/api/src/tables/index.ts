export { type Reading, type SampleCell } from './choose-encoding.ts';
export { asEncoding, type Encoding, encodingNames, encodings } from './encoding.ts';
export { isMissing, NOT_AVAILABLE } from './missing.ts';
export { openTable, type OpenTable } from './open-table.ts';
export { type TableRecord } from './read-records.ts';
export { TableError } from './table-error.ts';
export { type TableSource } from './table-source.ts';
