import { type Label, type TableEncoding } from '@haim/schema';

/** A cell that was refused, or kept with a doubt: where it stands, what it says, what would be right. */
export interface ImportProblem {
  /** Line of the file; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
}

/** A stored value that the file replaces; null: nothing recorded. */
export interface ImportChange {
  readonly row: number;
  readonly patient: string;
  readonly form: string;
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Cells that are not ASCII, as they read in an encoding. */
export interface Reading {
  readonly encoding: TableEncoding;
  readonly cells: readonly SampleCell[];
}

export interface SampleCell {
  readonly line: number;
  readonly text: string;
}

export interface FormCount {
  readonly form: string;
  readonly new: number;
  readonly changed: number;
  readonly same: number;
}

/** What an import did, or a dry run would do. */
export interface ImportReport {
  readonly dryRun: boolean;
  readonly committed: boolean;
  readonly encoding: TableEncoding;
  /** Empty where the file is in one of the Unicode encodings. */
  readonly sample: readonly SampleCell[];
  readonly rows: {
    readonly read: number;
    readonly new: number;
    readonly changed: number;
    readonly same: number;
    readonly refused: number;
  };
  readonly forms: readonly FormCount[];
  /** The first of them; the totals count all. */
  readonly problems: readonly ImportProblem[];
  readonly problemsTotal: number;
  readonly warnings: readonly ImportProblem[];
  readonly warningsTotal: number;
  readonly changes: readonly ImportChange[];
  readonly changesTotal: number;
  /** Empty cells that leave a stored value as it is. */
  readonly leftAsStored: number;
  /** Cells that say NA, which count as empty. */
  readonly notAvailable: number;
  readonly seconds: number;
}

/** Why there is no report: the word of the API, and the sentence it gave for the person who sent the file. */
export interface ImportFailure {
  readonly code: string;
  /** In English alone where the fault is not in the file. */
  readonly message: Label | null;
  /** The encodings that the file may be in, where that is the question. */
  readonly readings: readonly Reading[];
}

export type ImportAnswer = { readonly report: ImportReport } | { readonly failure: ImportFailure };

/** Reads an answer of `/api/imports`; a proxy's error page, or nothing, is a failure like any other. */
export function readAnswer(status: number, body: string): ImportAnswer {
  const answer = parseObject(body);
  const error = answer?.['error'];
  if (isObject(error) && typeof error['code'] === 'string') {
    return { failure: { code: error['code'], message: messageOf(error), readings: readingsOf(error) } };
  }
  if (status === 200 && answer && isReport(answer)) return { report: answer };
  return { failure: { code: status === 0 ? 'NETWORK' : `HTTP_${status}`, message: null, readings: [] } };
}

function messageOf({ label, message }: Record<string, unknown>): Label | null {
  if (isObject(label) && typeof label['en'] === 'string' && typeof label['zh'] === 'string') {
    return { en: asSentence(label['en']), zh: `${label['zh']}。` };
  }
  return typeof message === 'string' ? { en: asSentence(message), zh: asSentence(message) } : null;
}

/** The API's clause as it is read on a page. */
function asSentence(clause: string): string {
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
}

function readingsOf({ readings }: Record<string, unknown>): readonly Reading[] {
  return Array.isArray(readings) ? (readings as Reading[]) : [];
}

/** The rows that an import would write. */
export function rowsToWrite({ rows }: ImportReport): number {
  return rows.new + rows.changed;
}

function parseObject(body: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body);
    return isObject(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isReport(answer: object): answer is ImportReport {
  const { dryRun, committed, rows, forms, problems, warnings, changes } = answer as Partial<
    Record<keyof ImportReport, unknown>
  >;
  const lists = [forms, problems, warnings, changes].every((list) => Array.isArray(list));
  return typeof dryRun === 'boolean' && typeof committed === 'boolean' && isObject(rows) && lists;
}
