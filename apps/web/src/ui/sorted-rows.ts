type Value = string | number | null;

/** The rows by a value: equal ones stay in their order, and those without a value are last, whichever way it goes. */
export function sortedRows<Row>(rows: readonly Row[], by: (row: Row) => Value, descending: boolean): Row[] {
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => ({ row, value: by(row) }))
    .toSorted(({ value: a }, { value: b }) => {
      if (a === b) return 0;
      if (a === null) return 1;
      if (b === null) return -1;
      return a > b ? direction : -direction;
    })
    .map(({ row }) => row);
}
