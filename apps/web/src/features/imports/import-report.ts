import { type Label } from '@haim/schema';

/** A cell that was refused, or kept with a doubt: where it stands, what it says, what would be right. */
export interface ImportProblem {
  /** Line of the file; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly rule: string;
  readonly expected: Label;
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
  readonly encoding: string;
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
  readonly seconds: number;
}

/** Why there is no report: the word of the API, and the sentence it gave for the person who sent the file. */
export interface ImportFailure {
  readonly code: string;
  readonly message: string | null;
}

export type ImportAnswer = { readonly report: ImportReport } | { readonly failure: ImportFailure };

/** Reads an answer of `/api/imports`; a proxy's error page, or nothing, is a failure like any other. */
export function readAnswer(status: number, body: string): ImportAnswer {
  const answer = parseObject(body);
  const error = answer?.['error'];
  if (isObject(error) && typeof error['code'] === 'string') {
    const { code, message } = error;
    return { failure: { code, message: typeof message === 'string' ? message : null } };
  }
  if (status === 200 && answer && isReport(answer)) return { report: answer };
  return { failure: { code: status === 0 ? 'NETWORK' : `HTTP_${status}`, message: null } };
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
  const { dryRun, committed, rows, forms, problems, warnings } = answer as Partial<Record<keyof ImportReport, unknown>>;
  const lists = [forms, problems, warnings].every((list) => Array.isArray(list));
  return typeof dryRun === 'boolean' && typeof committed === 'boolean' && isObject(rows) && lists;
}
