export { asEncoding } from './as-encoding.ts';
export { type Reading, type SampleCell } from './choose-encoding.ts';
export { type Encoding, encodingNames, encodings, iconvNames } from './encoding.ts';
export { isMissing, NOT_AVAILABLE } from './missing.ts';
export { openTable, type OpenTable } from './open-table.ts';
export { type ColumnTable, readColumns } from './read-columns.ts';
export { type TableRecord } from './read-records.ts';
export { TableError } from './table-error.ts';
export { type TableSource } from './table-source.ts';
