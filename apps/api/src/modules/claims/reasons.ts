import { type Claim, type ClaimedTest, type Statement, statement } from '@haim/schema';
import { attainableCounts, printedAs } from '@haim/stats';
import { testLabels } from './candidate-labels.ts';
import { type Recomputed, type TestedCounts } from './recomputed.ts';
import { testP } from './response-claims.ts';

/** How far a search for other counts goes. */
const MOST_PATIENTS = 3;

/**
 * Why a printed number is not the recomputed one, as far as a search finds it.
 *
 * @param place - of the candidate that is nearest.
 * @param printedLogStdErr - of the printed interval that the claim is a limit of.
 */
export function reasonsFor(
  claim: Claim,
  answer: Recomputed,
  place: number,
  printedLogStdErr: number | null,
): Statement[] {
  const { counts, tested, times, logStdErrors, overlap } = answer;
  return [
    ...(overlap && overlap.n > 0 ? [statement('claimNotExternal', overlap)] : []),
    ...(counts ? ofCounts(claim, counts) : []),
    ...(tested ? ofTest(claim, tested) : []),
    ...(times ? ofMonths(claim, times.monthDays, times.days[place] ?? null) : []),
    ...(logStdErrors && printedLogStdErr !== null ? ofWidth(answer, printedLogStdErr) : []),
  ];
}

function ofCounts(
  { value, decimals, of: stated, rule }: Claim,
  { count, of }: NonNullable<Recomputed['counts']>,
): Statement[] {
  if (value === null) return [];
  if (stated !== null && stated !== of && rule.kind !== 'metric') {
    return [statement('claimOtherTotal', { printed: stated, recomputed: of })];
  }
  if (decimals === 0 && Number.isInteger(value) && isOfPatients(rule)) {
    const n = Math.abs(count - value);
    return n === 0 ? [] : [statement('claimPatientsDiffer', { n, direction: count > value ? 'more' : 'fewer' })];
  }
  if (rule.kind === 'metric') return [statement('claimShareIs', { n: count, of })];
  const printed = attainableCounts({ value, decimals }, of, 100).rounded;
  const [first] = printed;
  // One that is printed with so few digits that several counts give it names none of them.
  if (printed.length !== 1 || first === undefined || first === count) {
    return [statement('claimShareIs', { n: count, of })];
  }
  return [statement('claimCountsDiffer', { printed: first, of, recomputed: count, n: Math.abs(count - first) })];
}

function isOfPatients(rule: Claim['rule']): boolean {
  return !('as' in rule ? rule.as !== 'patients' : ['share', 'responseRate', 'metric'].includes(rule.kind));
}

/** The nearest counts with which a test gives the printed p, one group at a time. */
function ofTest({ value, decimals, isBelow }: Claim, { groups, did, didNot }: TestedCounts): Statement[] {
  if (value === null || isBelow) return [];
  for (let n = 1; n <= MOST_PATIENTS; n++) {
    for (const step of [-n, n]) {
      for (const [g, arm] of groups.entries()) {
        const moved = (counts: readonly number[], by: number) => counts.map((one, i) => (i === g ? one + by : one));
        const [more, less] = [moved(did, step), moved(didNot, -step)];
        if ([...more, ...less].some((one) => one < 0)) continue;
        for (const test of Object.keys(testLabels) as ClaimedTest[]) {
          const p = testP(test, more, less);
          if (p === null || printedAs(p, { value, decimals }) !== 'rounded') continue;
          const direction = step > 0 ? 'more' : 'fewer';
          return [
            statement('claimTestOfOthers', { n, direction, arm, test: testLabels[test], p: Number(p.toPrecision(3)) }),
          ];
        }
      }
    }
  }
  return [];
}

/** Whether the other usual length of a month gives the printed one. */
function ofMonths({ value, decimals }: Claim, monthDays: number, days: number | null): Statement[] {
  if (value === null || days === null) return [];
  return [30, 30.4375]
    .filter((other) => other !== monthDays && printedAs(days / other, { value, decimals }) === 'rounded')
    .map((other) => statement('claimOtherMonth', { monthDays: other, months: Number((days / other).toPrecision(6)) }));
}

/** A printed limit says how wide the interval was: which of our errors is as wide. */
function ofWidth({ candidates, logStdErrors = [] }: Recomputed, printed: number): Statement[] {
  const errors = candidates.flatMap(({ label }, i) => {
    const error = logStdErrors[i] ?? null;
    if (label === null || error === null) return [];
    return [{ en: `${label.en} ${error.toFixed(3)}`, zh: `${label.zh} ${error.toFixed(3)}` }];
  });
  return [statement('claimIntervalWidth', { printed: Number(printed.toPrecision(3)), errors })];
}
