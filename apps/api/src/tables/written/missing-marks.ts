import { reasonPlaces, type TableColumn } from '../described-table.ts';

/** The column beside a value that holds why it is missing, and the place of each reason in its list, from 1. */
export interface ReasonOf {
  readonly place: number;
  readonly numbers: ReadonlyMap<string, number>;
  readonly column: TableColumn;
}

/** For each column, where its reasons are; null where it has none. */
export function reasonsOf(columns: readonly TableColumn[]): (ReasonOf | null)[] {
  return reasonPlaces(columns).map((place) => {
    const column = columns[place];
    if (!column) return null;
    return { place, column, numbers: new Map(column.codes?.map(({ code }, i) => [code, i + 1])) };
  });
}
