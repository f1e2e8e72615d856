import { StatsInputError, type Table } from '@haim/stats';

export interface EventValue {
  readonly event?: string;
  /** What the column says of an event; 1 if not given. */
  readonly eventValue?: string;
}

/**
 * The table with its column of events as 1 and 0: 1 where it has the value that was named.
 *
 * @throws StatsInputError where no row has it, with what the column has.
 */
export function withEventValue(table: Table, { event, eventValue }: EventValue): Table {
  const cells = event === undefined ? undefined : table[event];
  if (event === undefined || eventValue === undefined || cells === undefined) return table;
  const isEvent = cells.map((cell) => (cell === null ? null : sameValue(cell, eventValue)));
  if (!isEvent.includes(true)) {
    const has = [...new Set(cells.filter((cell) => cell !== null))].slice(0, 5).join(', ');
    throw new StatsInputError(event, `no row has ${eventValue} of --event-value; the column has ${has}`);
  }
  return { ...table, [event]: isEvent.map((is) => (is === null ? null : is ? '1' : '0')) };
}

/** 2 and 2.0 are one number; texts are compared as they are. */
function sameValue(cell: string, value: string): boolean {
  const [a, b] = [cell.trim(), value.trim()];
  return a === b || (a !== '' && b !== '' && Number(a) === Number(b));
}
