import { type Call, type ConfType, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { csvOfTable, type TableFiles } from '../table-files.ts';
import { type TimedPatients } from './timed-patients.ts';

export interface CurvesInR {
  /** Of the data, without extension. */
  readonly name: string;
  readonly title: string;
  readonly confType: ConfType;
  /** Until when the mean time is taken. */
  readonly untilDays: number;
  /** In their order; one where there is no grouping. */
  readonly groups: readonly string[];
}

const columnNames = { time: 'days', event: 'event' } as const;
const group = 'group';
const everybody = 'everybody';

/**
 * The patients' times, and a script that makes their curves, medians, restricted means, log-rank test, hazard ratios and follow-up of them in R.
 *
 * @param timed - with the cells of the group first, where there is one.
 */
export function survivalFiles(
  { days, event, cells }: TimedPatients,
  { name, title, confType, untilDays, groups }: CurvesInR,
): TableFiles {
  const [labels] = cells;
  const isWhole = labels?.every((label) => label !== null) ?? true;
  const table: Table = {
    [columnNames.time]: Array.from(days, String),
    [columnNames.event]: Array.from(event, String),
    ...(labels && { [group]: labels.map((label) => (label === null ? null : String(label))) }),
    // Whoever has no group is in no curve, and does not count for the follow-up either.
    ...(labels && !isWhole && { [everybody]: labels.map((label) => (label === null ? null : 'all')) }),
  };
  const calls = curveCalls({ confType, untilDays, groups }, labels !== undefined, isWhole ? null : everybody);
  const named = calls.map(({ name: what, call }): NamedCall => ({ name: what, call, result: runCall(call, table) }));
  return { name, ...csvOfTable(table), script: toRTogether(named, [title], `${name}.csv`) };
}

/**
 * Curves, their test, the ratios of two and the follow-up, over the columns `days`, `event` and, where there are groups, `group`.
 *
 * @param counted - the column that says who is in any group; null where everybody is.
 */
export function curveCalls(
  { confType, untilDays, groups }: Pick<CurvesInR, 'confType' | 'untilDays' | 'groups'>,
  isGrouped: boolean,
  counted: string | null = null,
): { readonly name: string; readonly call: Call }[] {
  if (groups.length === 0) return [];
  const by = isGrouped ? { group, levels: groups } : {};
  const ofAll = { ...columnNames, confType, reverse: true, ...(counted === null ? {} : { group: counted }) };
  const ratio = (estimator: string) => ({
    name: `hazard ratio, ${estimator}`,
    call: { fn: 'hazardratio', args: { ...columnNames, ...by, estimator } },
  });
  return [
    { name: 'curves', call: { fn: 'km', args: { ...columnNames, ...by, confType, rmstTau: untilDays } } },
    ...(isGrouped && groups.length > 1
      ? [{ name: 'log-rank', call: { fn: 'logrank', args: { ...columnNames, ...by } } }]
      : []),
    ...(isGrouped && groups.length === 2 ? ['cox', 'mantel-haenszel', 'log-rank'].map(ratio) : []),
    { name: 'follow-up', call: { fn: 'km', args: ofAll } },
  ];
}
