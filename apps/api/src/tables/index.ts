export { asEncoding } from './as-encoding.ts';
export { type Reading, type SampleCell } from './choose-encoding.ts';
export { type Encoding, encodingNames, encodings, iconvNames } from './encoding.ts';
export { isMissing, NOT_AVAILABLE } from './missing.ts';
export { openTable, type OpenTable } from './open-table.ts';
export { type ColumnTable, readColumns } from './read-columns.ts';
export { readWorkbook, type Sheet } from './read-workbook.ts';
export { type FileBytes, fileAt, fileOf } from './read/file-bytes.ts';
export { isTableFile, openTables } from './read/open-tables.ts';
export { type ReadColumn, type ReadTable } from './read/read-table.ts';
export { storedCodes } from './read/stored-codes.ts';
export { type TableRecord } from './read-records.ts';
export { TableError } from './table-error.ts';
export { type TableSource } from './table-source.ts';
export {
  type ColumnCode,
  type ColumnType,
  codeNumber,
  dayOf,
  dayText,
  type DescribedTable,
  numberedCodes,
  numbersOf,
  reasonPlaces,
  type TableCell,
  type TableColumn,
  tableColumn,
  type TableRow,
} from './described-table.ts';
export { csvOfTable, csvText } from './written/write-csv.ts';
export { shortNames } from './written/short-names.ts';
export { datasetJsonOf } from './written/write-dataset-json.ts';
export { dtaNames, dtaOfTable } from './written/write-dta.ts';
export { savNames, savOfTable } from './written/write-sav.ts';
export { type TextSheet, xlsxOf } from './written/write-xlsx.ts';
export { xptNames, xptOfTable } from './written/write-xpt.ts';
export { zipOf, type ZipEntry } from './written/zip.ts';
