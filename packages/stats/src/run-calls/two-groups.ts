import { StatsInputError } from '../numerics/errors.ts';
import { hazardRatio, type HazardRatioEstimator } from '../survival/hazard-ratio.ts';
import { kaplanMeier } from '../survival/kaplan-meier.ts';
import { restrictedMean, restrictedMeanDifference } from '../survival/restricted-mean.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table } from './table.ts';

interface Times {
  readonly label: string;
  readonly times: readonly { readonly days: number; readonly event: boolean }[];
}

/** Times of each group; of everybody where the call names no column of groups. */
function timesOf(table: Table, args: Arguments): Times[] {
  const [time, event, group] = [args.text('time'), args.text('event'), args.optionalText('group')];
  const cases = new CompleteCases(table, [time, event, group]);
  const [days, flags] = [cases.numbers(time), cases.flags(event)];
  const groups =
    group === undefined
      ? [{ label: 'All', members: [...days.keys()] }]
      : cases.groups(group, args.optionalTexts('levels'));
  return groups.map(({ label, members }) => ({
    label,
    times: members.map((i) => ({ days: days[i] ?? NaN, event: flags[i] ?? false })),
  }));
}

/** The hazard ratio of two groups, the first of `levels` the reference. */
export function runHazardRatio(table: Table, args: Arguments) {
  const [reference, comparison] = timesOf(table, args);
  if (!reference || !comparison) throw new StatsInputError('levels', 'must name two groups');
  const estimator = args.text('estimator') as HazardRatioEstimator;
  const { hazardRatio: hr, lower, upper, pValue: p } = hazardRatio(reference.times, comparison.times, { estimator });
  const events = [...reference.times, ...comparison.times].filter(({ event }) => event).length;
  return { events, hr, lower, upper, p };
}

/** The restricted mean of each group until `tau`, and the difference of the second and the first of two. */
export function runRestrictedMeans(table: Table, args: Arguments) {
  const tau = args.number('tau');
  const curves = timesOf(table, args).map(({ label, times }) => ({ label, curve: kaplanMeier(times) }));
  const [reference, comparison] = curves;
  const found =
    curves.length === 2 && reference && comparison
      ? restrictedMeanDifference(reference.curve, comparison.curve, tau)
      : null;
  return {
    tau,
    groups: curves.map(({ label, curve }) => {
      const { estimate, lower, upper } = restrictedMean(curve, tau);
      return { group: label, limits: [estimate, lower, upper] };
    }),
    difference: found && { limits: [found.difference, found.lower, found.upper], p: found.pValue },
  };
}
