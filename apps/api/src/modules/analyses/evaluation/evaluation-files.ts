import { csvOf } from '@haim/schema';
import { rocToR } from '@haim/stats';
import { type TableFiles } from '../table-files.ts';
import { type figures } from './evaluation-figures.ts';

/**
 * Score and class of each patient of an evaluation, and a script that makes curve, area and matrix again in R.
 *
 * @param name - of the files, without extension.
 * @param title - for the head of the script.
 */
export function evaluationFiles(found: ReturnType<typeof figures>, name: string, title: string): TableFiles {
  const { cases, confusion, threshold } = found;
  const data = `${name}-data`;
  const counts = confusion && [
    confusion.truePositive,
    confusion.falsePositive,
    confusion.falseNegative,
    confusion.trueNegative,
  ];
  const curve = {
    ...{ n: found.n, nPositive: found.nPositive, isFlipped: found.isFlipped },
    area: [found.auc, found.aucLower, found.aucUpper] as const,
    sensitivity: found.sensitivity,
    specificity: found.specificity,
    matrix: threshold !== null && counts && cases.length > 0 ? { threshold, counts } : null,
  };
  return {
    name: data,
    data: csvOf([['score', 'positive'], ...cases.map(({ score, positive }) => [score, positive ? 1 : 0])]),
    rows: cases.length,
    script: rocToR(curve, [title, `positive is ${found.positiveClass}`], `${data}.csv`),
  };
}
