import { hazardRatio } from '../survival/hazard-ratio.ts';
import { ratioInteraction, type RatioStratum } from '../survival/ratio-interaction.ts';
import { StatsInputError } from '../numerics/errors.ts';
import { type Arguments } from './arguments.ts';
import { CompleteCases, type Table } from './table.ts';

interface Subgroup extends RatioStratum {
  readonly reference: Times;
  readonly comparison: Times;
}

interface Times {
  readonly days: readonly number[];
  readonly event: readonly boolean[];
}

/** Cox hazard ratio of two groups within each level of a variable, and whether it differs between the levels. */
export function runSubgroups(table: Table, args: Arguments) {
  const [time, event, group, by] = [args.text('time'), args.text('event'), args.text('group'), args.text('by')];
  const [reference, comparison] = args.optionalTexts('levels') ?? [];
  if (reference === undefined || comparison === undefined) throw new StatsInputError('levels', 'is required');
  const cases = new CompleteCases(table, [time, event, group, by]);
  const [days, flags, groups] = [cases.numbers(time), cases.flags(event), cases.texts(group)];
  const rows = cases.groups(by, args.optionalTexts('byLevels')).map(({ label, members }): Subgroup => {
    const of = (level: string): Times => {
      const own = members.filter((i) => groups[i] === level);
      return { days: own.map((i) => days[i] ?? NaN), event: own.map((i) => flags[i] === true) };
    };
    return { label, reference: of(reference), comparison: of(comparison) };
  });
  const compared = rows.filter((one) => one.reference.days.length > 0 && one.comparison.days.length > 0);
  const { statistic, df, pValue } = ratioInteraction(compared);
  return {
    nUsed: days.length,
    nDropped: cases.nDropped,
    rows: rows.map((row) => {
      const sides = [row.reference, row.comparison];
      const ratio = compared.includes(row) ? hazardRatio(row.reference, row.comparison, { estimator: 'cox' }) : null;
      return {
        level: row.label,
        n: sides.map((side) => side.days.length),
        events: sides.map((side) => side.event.filter(Boolean).length),
        hr: ratio?.hazardRatio ?? null,
        lower: ratio?.lower ?? null,
        upper: ratio?.upper ?? null,
        p: ratio?.pValue ?? null,
      };
    }),
    interaction: { chisq: statistic, df, p: pValue },
  };
}
