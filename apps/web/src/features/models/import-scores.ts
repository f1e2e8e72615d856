import { type ImportAnswer } from '@/sending/imports/import-report.ts';
import { sendFile } from '@/sending/imports/send-file.ts';

/** How a file with the columns `patient` and `score` becomes imported scores: the name is typed, the centre is known. */
export function scoreMap(modelName: string): string {
  return JSON.stringify({
    patient: { code: { column: 'patient' }, centre: { stored: true } },
    records: [{ form: 'importedScore', fields: { modelName: { constant: modelName }, score: { column: 'score' } } }],
  });
}

interface SentScores {
  readonly study: string;
  readonly file: File;
  readonly modelName: string;
  readonly dryRun: boolean;
  /** Ends a check; the promise then never settles. */
  readonly signal: AbortSignal;
}

/** Checks a file of scores, or imports it, the way every file is imported. */
export function sendScores({ study, file, modelName, dryRun, signal }: SentScores): Promise<ImportAnswer> {
  const map = new File([scoreMap(modelName)], 'scores.map.json', { type: 'application/json' });
  return sendFile({ study, file, map, encoding: null, blankEmpty: false, dryRun }, { signal });
}
