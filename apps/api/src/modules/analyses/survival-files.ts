import { type Call, type ConfType, type NamedCall, runCall, type Table, toRTogether } from '@haim/stats';
import { csvOfTable, type TableFiles } from './table-files.ts';
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

/**
 * The patients' times, and a script that makes their curves, medians, restricted means and log-rank test of them in R.
 *
 * @param timed - with the cells of the group first, where there is one.
 */
export function survivalFiles(
  { days, event, cells }: TimedPatients,
  { name, title, confType, untilDays, groups }: CurvesInR,
): TableFiles {
  const [labels] = cells;
  const table: Table = {
    [columnNames.time]: Array.from(days, String),
    [columnNames.event]: Array.from(event, String),
    ...(labels && { [group]: labels.map((label) => (label === null ? null : String(label))) }),
  };
  const calls = curveCalls({ confType, untilDays, groups }, labels !== undefined);
  const named = calls.map(({ name: what, call }): NamedCall => ({ name: what, call, result: runCall(call, table) }));
  return { name, ...csvOfTable(table), script: toRTogether(named, [title], `${name}.csv`) };
}

/** Curves and their test, over the columns `days`, `event` and, where there are groups, `group`. */
export function curveCalls(
  { confType, untilDays, groups }: Pick<CurvesInR, 'confType' | 'untilDays' | 'groups'>,
  isGrouped: boolean,
): { readonly name: string; readonly call: Call }[] {
  const by = isGrouped ? { group, levels: groups } : {};
  const calls: { name: string; call: Call }[] = [
    { name: 'curves', call: { fn: 'km', args: { ...columnNames, ...by, confType, rmstTau: untilDays } } },
    { name: 'log-rank', call: { fn: 'logrank', args: { ...columnNames, ...by } } },
  ];
  return calls.filter((_, i) => (i === 0 ? groups.length > 0 : isGrouped && groups.length > 1));
}
