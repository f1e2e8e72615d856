import { type TableCall } from '../table-files.ts';
import { type TableOneNumbers } from './table-one.ts';

/**
 * The numbers of the table as calls: of a category its counts, of a quantity its description, of each its test and its
 * standardised difference.
 *
 * @param group - the column of the groups.
 */
export function tableOneCalls({ rows, groups }: TableOneNumbers, group: string): TableCall[] {
  const named = groups.map(({ value }) => value);
  const apart = (of: { row: string } | { value: string }, difference: number | null, levels: readonly string[]) =>
    difference === null || levels.length < 2
      ? []
      : [
          {
            name: `${'row' in of ? of.row : of.value}, standardised difference`,
            call: { fn: 'standardizeddifference', args: { ...of, group, levels } },
          },
        ];
  return rows.flatMap(({ variable, summary, levels, described, test, difference }): TableCall[] => {
    if (summary === null) {
      const columns = { row: variable, col: group };
      const isKnown = levels.length > 0;
      return [
        ...(isKnown ? [{ name: `${variable}, counts`, call: { fn: 'crosstable', args: columns } }] : []),
        ...(test
          ? [{ name: `${variable}, test`, call: { ...test.call, args: { ...test.call.args, ...columns } } }]
          : []),
        ...apart({ row: variable }, difference, named),
      ];
    }
    // A group without a value is in the table of the page, and no sample of a test.
    const order = named.filter((_, g) => described[g] !== null);
    const columns = { value: variable, group, levels: order };
    return [
      ...(order.length > 0
        ? [
            {
              name: `${variable}, description`,
              call: { fn: 'describe', args: { ...columns, ...(order.length > 1 && { total: true }) } },
            },
          ]
        : []),
      ...(test ? [{ name: `${variable}, test`, call: { ...test.call, args: { ...test.call.args, ...columns } } }] : []),
      ...apart({ value: variable }, difference, order),
    ];
  });
}
