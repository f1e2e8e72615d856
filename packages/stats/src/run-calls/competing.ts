import { cumulativeIncidence } from '../survival/cumulative-incidence.ts';
import { grayTest } from '../survival/gray-test.ts';
import { landmark } from '../survival/landmark.ts';
import { type Arguments, Arguments as CallArguments } from './arguments.ts';
import { runCox } from './cox.ts';
import { runKaplanMeier, runLogRank } from './survival.ts';
import { CompleteCases, type Table } from './table.ts';

/** Cumulative incidence per group and cause at the call's times, and Gray's test between groups. */
export function runCumulativeIncidence(table: Table, args: Arguments) {
  const [time, status, group] = [args.text('time'), args.text('status'), args.optionalText('group')];
  const cases = new CompleteCases(table, [time, status, group]);
  const [days, cause] = [cases.numbers(time), cases.numbers(status)];
  const times = args.optionalNumbers('times') ?? [];
  const causes = [...new Set(cause)].filter((c) => c > 0).sort((a, b) => a - b);
  const groups =
    group === undefined
      ? [{ label: 'All', members: [...days.keys()] }]
      : cases.groups(group, args.optionalTexts('levels'));
  const inputs = groups.map(({ members }) => ({
    days: members.map((i) => days[i] ?? NaN),
    cause: members.map((i) => cause[i] ?? NaN),
  }));
  const curves = inputs.flatMap((input, g) => {
    const result = cumulativeIncidence(input, { causes });
    return result.curves.map((curve) => {
      const last = result.days[result.days.length - 1] ?? 0;
      const at = (column: readonly (number | null)[], before: number) =>
        times.map((t) => {
          const index = result.days.findLastIndex((day) => day <= t);
          return index < 0 ? before : column[index];
        });
      // cuminc gives no value after a group's last follow-up; survfit carries the last one forward.
      const followed = (column: readonly (number | null)[]) =>
        at(column, 0).map((value, i) => ((times[i] ?? 0) > last ? null : value));
      return {
        group: groups[g]?.label,
        cause: curve.cause,
        n: result.n,
        events: curve.events,
        times,
        cif: followed(curve.incidence),
        grayVar: followed(curve.aalenVariance),
        ajCif: at(curve.incidence, 0),
        ajStdErr: at(curve.stdErr, 0),
        ajLower: at(curve.lower, 0),
        ajUpper: at(curve.upper, 0),
      };
    });
  });
  const gray = causes.map((c) => {
    if (groups.length < 2) return null;
    const { statistic, df, pValue } = grayTest(inputs, c);
    return { cause: c, stat: statistic, df, p: pValue };
  });
  return { nUsed: days.length, nDropped: cases.nDropped, curves, ...(groups.length > 1 && { gray }) };
}

/** Kaplan-Meier, log-rank and Cox after a landmark. */
export function runLandmark(table: Table, args: Arguments) {
  const [time, event, exposure] = [args.text('time'), args.text('event'), args.text('exposureTime')];
  const cases = new CompleteCases(table, [time, event]);
  const [days, flags] = [cases.numbers(time), cases.flags(event)];
  const begun = table[exposure] ?? [];
  const subjects = days.map((value, i) => {
    const cell = begun[cases.rows[i] ?? -1] ?? null;
    return { days: value, event: flags[i] ?? false, exposedAtDays: cell === null ? null : Number(cell) };
  });
  const split = landmark(subjects, args.number('landmark'));
  const rows = [
    ...split.unexposed.map((subject) => ({ ...subject, group: '0' })),
    ...split.exposed.map((subject) => ({ ...subject, group: '1' })),
  ];
  const after: Table = {
    time: rows.map((row) => String(row.days)),
    event: rows.map((row) => (row.event ? '1' : '0')),
    grp: rows.map((row) => row.group),
  };
  const columns = { time: 'time', event: 'event' };
  const terms = [{ column: 'grp', type: 'numeric' }];
  return {
    nAtLandmark: split.n,
    excluded: split.excluded,
    nExposed: split.exposed.length,
    km: runKaplanMeier(after, new CallArguments({ ...columns, group: 'grp', confType: 'log', times: [30, 180, 365] })),
    logrank: runLogRank(after, new CallArguments({ ...columns, group: 'grp' })),
    cox: runCox(after, new CallArguments({ ...columns, terms, ties: 'efron' })),
  };
}
