import { type ImportCellPage, type ImportLook, type ImportReport, type Label, type Reading } from '@haim/schema';

export type { FormCount, ImportChange, ImportProblem, ImportReport, Reading, SampleCell } from '@haim/schema';

/** Why there is no report: the API's code, and its sentence for the person who sent the file. */
export interface ImportFailure {
  readonly code: string;
  /** In English only if the fault is not in the file. */
  readonly message: Label | null;
  /** The encodings that the file may be in, if the API asks for one. */
  readonly readings: readonly Reading[];
}

export type ImportAnswer = { readonly report: ImportReport } | { readonly failure: ImportFailure };

export type LookAnswer = { readonly look: ImportLook } | { readonly failure: ImportFailure };

/** Reads an answer of `/api/imports/STUDY/look`. */
export function readLook(status: number, body: string): LookAnswer {
  const answer = parseObject(body);
  if (status === 200 && answer && Array.isArray(answer['tables'])) return { look: answer as unknown as ImportLook };
  return failureOf(status, answer);
}

/** Reads an answer of `/api/imports`; a proxy's error page, or nothing, is a failure like any other. */
export function readAnswer(status: number, body: string): ImportAnswer {
  const answer = parseObject(body);
  if (status === 200 && answer && isReport(answer)) return { report: answer };
  return failureOf(status, answer);
}

/** Reads a page of a check. @throws Error with the API's code where there is none. */
export function readCellPage(status: number, body: string): ImportCellPage {
  const answer = parseObject(body);
  if (status === 200 && answer && Array.isArray(answer['entries'])) return answer as unknown as ImportCellPage;
  throw new Error(failureOf(status, answer).failure.code);
}

function failureOf(status: number, answer: Record<string, unknown> | null): { readonly failure: ImportFailure } {
  if (status !== 200 && typeof answer?.['code'] === 'string') {
    return { failure: { code: answer['code'], message: messageOf(answer), readings: readingsOf(answer) } };
  }
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
