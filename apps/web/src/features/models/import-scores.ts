import { type Label } from '@haim/schema';

export interface ScoreProblem {
  /** Line of the file; the headings are line 1. */
  readonly row: number;
  readonly column: string;
  readonly value: string;
  readonly expected: Label;
}

export interface ScoreReport {
  readonly committed: boolean;
  readonly rows: { readonly read: number; readonly new: number; readonly changed: number; readonly same: number };
  readonly problems: readonly ScoreProblem[];
  readonly problemsTotal: number;
}

export type ScoreAnswer = { readonly report: ScoreReport } | { readonly code: string; readonly message: string };

/** How a file with the columns `patient` and `score` becomes imported scores: the name is typed, the centre is known. */
export function scoreMap(modelName: string): string {
  return JSON.stringify({
    patient: { code: { column: 'patient' }, centre: { stored: true } },
    records: [{ form: 'importedScore', fields: { modelName: { constant: modelName }, score: { column: 'score' } } }],
  });
}

/** Checks the file, or imports it, by the path that every file takes. */
export async function sendScores(study: string, file: File, modelName: string, dryRun: boolean): Promise<ScoreAnswer> {
  const body = new FormData();
  body.append('map', new Blob([scoreMap(modelName)], { type: 'application/json' }), 'scores.map.json');
  body.append('file', file);
  const address = `/api/imports/${encodeURIComponent(study)}?dryRun=${dryRun}`;
  try {
    const response = await fetch(address, { method: 'POST', body });
    return readScoreAnswer(response.status, await response.json());
  } catch {
    return { code: 'NETWORK', message: '' };
  }
}

export function readScoreAnswer(status: number, answer: unknown): ScoreAnswer {
  if (isObject(answer) && isObject(answer['error'])) {
    const { code, message } = answer['error'];
    return { code: String(code), message: typeof message === 'string' ? message : '' };
  }
  if (status === 200 && isObject(answer) && isObject(answer['rows']) && Array.isArray(answer['problems'])) {
    return { report: answer as unknown as ScoreReport };
  }
  return { code: `HTTP_${status}`, message: '' };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
