import { csvOf } from '@haim/schema';
import { scoreOutcomeToR } from '@haim/stats';
import { type TableFiles } from '../table-files.ts';
import { leftOutShare, type ScoredTime, type ScoreEffect, type ScoreOutcomeNumbers } from './score-outcome.ts';

interface Outcome {
  readonly patients: readonly ScoredTime[];
  readonly numbers: ScoreOutcomeNumbers;
  readonly threshold: number | null;
  readonly arms: readonly string[];
}

/**
 * Score, arm, time and response of each patient, and a script that looks at survival and response by score again in R.
 *
 * @param name - of the files, without extension; @param title - for the head of the script.
 */
export function outcomeFiles({ patients, numbers, threshold, arms }: Outcome, name: string, title: string): TableFiles {
  const data = `${name}-data`;
  const effect = ({ estimate, lower, upper, pValue }: ScoreEffect) => [estimate, lower, upper, pValue];
  return {
    name: data,
    data: csvOf([
      ['score', 'arm', 'days', 'event', 'responded'],
      ...patients.map(({ score, arm, days, event, responded }) => [
        ...[score, arm, days, event ? 1 : 0],
        responded === null ? null : responded ? 1 : 0,
      ]),
    ]),
    rows: patients.length,
    script: scoreOutcomeToR(
      {
        ...numbers,
        threshold,
        arms: arms.filter((arm) => patients.some((one) => one.arm === arm)),
        groups: numbers.groups.map(({ curve, ...group }) => {
          const at = curve.nEvent.flatMap((n, i) => (n > 0 ? [i] : []));
          const atEvents = (column: readonly (number | null)[]) => at.map((i) => column[i] ?? null);
          return {
            ...group,
            median: [curve.median.estimate, curve.median.lower, curve.median.upper],
            days: atEvents(curve.days),
            survival: atEvents(curve.survival),
            lower: atEvents(curve.lower),
            upper: atEvents(curve.upper),
            response: [
              group.evaluable === 0 ? null : group.responders / group.evaluable,
              ...[group.responseLower, group.responseUpper],
            ],
          };
        }),
        effects: numbers.effects.map(({ arm, hazardRatio, logRankP }) => ({
          ...{ arm, logRankP },
          ratio: effect(hazardRatio),
        })),
        per01: effect(numbers.per01),
        spline: numbers.spline && { ...numbers.spline, reference: numbers.spline.medianScore },
        leftOutShare,
      },
      [title],
      `${data}.csv`,
    ),
  };
}
