export * from './applies.ts';
export * from './calendar-date.ts';
export * from './check-row.ts';
export * from './claims/index.ts';
export * from './codes/action-taken.ts';
export * from './codes/audit-kind.ts';
export * from './codes/bclc-stage.ts';
export * from './codes/eligibility-state.ts';
export * from './codes/evaluation-set.ts';
export * from './codes/event-outcome.ts';
export * from './codes/exported-file.ts';
export { labUnit } from './codes/lab.ts';
export * from './codes/missing-reason.ts';
export * from './codes/missing-time.ts';
export * from './codes/mrecist.ts';
export * from './cohort/index.ts';
export * from './csv-text.ts';
export * from './ctcae/index.ts';
export * from './describe-form.ts';
export * from './double-entry/index.ts';
export * from './drawing/index.ts';
export * from './eligibility/index.ts';
export * from './errors.ts';
export * from './export-message.ts';
export * from './form.ts';
export * from './fullness.ts';
export * from './forms/index.ts';
export * from './identity/index.ts';
export * from './labs/index.ts';
export * from './missing/index.ts';
export * from './own-fields/index.ts';
export * from './partial-date.ts';
export * from './plan/index.ts';
export * from './quality/index.ts';
export * from './queries/index.ts';
export * from './reading/index.ts';
export * from './readings/index.ts';
export * from './reporting/index.ts';
export * from './review/index.ts';
export * from './rights/index.ts';
export * from './schedule/index.ts';
export * from './slide-upload.ts';
export * from './staging/index.ts';
export {
  inBoth,
  isStatement,
  type Locale,
  readCode,
  readStatement,
  readStatementText,
  responseRules,
  say,
  statement,
  type Statement,
  type StatementCode,
  statementText,
  type StatementValues,
} from './statements/index.ts';
export * from './study/index.ts';
export * from './subject/index.ts';
export * from './survival-time.ts';
export * from './table-encoding.ts';
export {
  type CellKind,
  cellKinds,
  type FormCount,
  type ImportCellPage,
  type ImportCells,
  type ImportChange,
  type ImportCorrection,
  type ImportFormat,
  importFormats,
  type ImportProblem,
  type ImportReport,
  type Reading,
  type RowFate,
  type SampleCell,
} from './import-report.ts';
export * from './importing/index.ts';
