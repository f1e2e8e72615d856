import { statement, type Statement } from '@haim/schema';
import { classedScores, countsAt } from '@haim/stats';
import { casesHash } from './cases-hash.ts';
import { type EvaluationSetName } from './evaluation-sets.ts';
import { type Evaluated } from './evaluation.service.ts';
import { type ThresholdProposal } from './threshold-proposal.query.ts';

type Judged = Pick<Evaluated, 'cases' | 'isFlipped' | 'threshold' | 'source' | 'asked'>;

/**
 * Whether a threshold was chosen on the cases that are shown, as far as the portal knows: what a threshold gives on the very
 * cases it was chosen on flatters it.
 *
 * @param chosenOn - patients on whom the source's own threshold was chosen; null where that is not known.
 * @param proposals - of the source, as far as the asker sees them.
 * @returns null where there is no threshold or no case.
 */
export function thresholdOrigin(
  evaluated: Judged,
  chosenOn: ReadonlySet<string> | null,
  proposals: readonly ThresholdProposal[],
): Statement | null {
  const { cases, threshold, source, asked } = evaluated;
  if (threshold === null || cases.length === 0) return null;
  if (threshold !== source.threshold) return ofProposal(evaluated, threshold, proposals);
  if (chosenOn !== null) {
    const n = cases.filter(({ patientId }) => chosenOn.has(patientId)).length;
    if (n > 0) return statement('thresholdOnTheseCases', { n });
    if (asked.set !== 'ALL' || chosenOn.size > 0) return statement('thresholdOnOtherCases', { n: chosenOn.size });
  }
  return statement(isBestHere(evaluated, threshold) ? 'thresholdBestHere' : 'thresholdOriginNotKnown');
}

/** A threshold that was moved here was chosen while looking at these cases, unless somebody proposed it elsewhere. */
function ofProposal({ cases, isFlipped, asked }: Judged, threshold: number, proposals: readonly ThresholdProposal[]) {
  const found = proposals.find((one) => one.threshold === threshold && one.withdrawnAt === null);
  if (!found) return statement('thresholdWhileLooking');
  if (found.casesSha256 === casesHash(cases, isFlipped)) {
    return statement('thresholdOnTheseCases', { n: cases.length });
  }
  return mayShareCases(found.set, asked.set)
    ? statement('thresholdMayBeOnTheseCases')
    : statement('thresholdOnOtherCases', { n: found.n });
}

const parts: Readonly<Record<EvaluationSetName, readonly string[]>> = {
  ENTIRE: ['internal', 'external'],
  INTERNAL: ['internal'],
  EXTERNAL: ['external'],
  TRAINING: ['training'],
  ALL: ['internal', 'external', 'training', 'none'],
};

function mayShareCases(a: EvaluationSetName, b: EvaluationSetName): boolean {
  return parts[a].some((part) => parts[b].includes(part));
}

/** Whether no other threshold has a larger sensitivity + specificity on these cases. */
function isBestHere({ cases, isFlipped }: Judged, threshold: number): boolean {
  const sorted = classedScores(
    cases.map(({ score }) => score),
    cases.map(({ positive }) => positive !== isFlipped),
  );
  const [n, m] = [sorted.high.length, sorted.low.length];
  if (n === 0 || m === 0) return false;
  const sum = (at: number) => {
    const { tp, tn } = countsAt(sorted, at);
    return tp * m + tn * n;
  };
  const own = sum(threshold);
  return cases.every(({ score }) => sum(score) <= own) && own > n * m;
}
