import { type Block } from './block.ts';
import { type CodeColumn, codesFor } from './column.ts';
import { findRows, idsOf } from './patient-ids.ts';
import { SubjectColumns } from './subject-columns.ts';

/**
 * The same columns with one more category, of groups that the analysis row does not know, such as the set of a patient's
 * slide: tables and counts group by it as by any other. For the request that made it; nothing of it is kept.
 *
 * @param name - not a name that a variable has.
 * @param groups - the group of each patient, by id; whoever is absent has none.
 */
export function withGroups(columns: SubjectColumns, name: string, groups: ReadonlyMap<string, string>): SubjectColumns {
  const words = [...new Set(groups.values())].toSorted();
  const ids = [...groups.keys()];
  const wanted = idsOf(ids);
  const blocks = SubjectColumns.blocksOf(columns).map((block): Block => {
    const codes = codesFor(words.length, block.rows);
    findRows(block.ids, wanted).forEach((row, i) => {
      if (row !== -1) codes[row] = 1 + words.indexOf(groups.get(ids[i] ?? '') ?? '');
    });
    const column: CodeColumn = { kind: 'codes', codes, words };
    return { ...block, derived: (asked) => (asked === name ? column : block.derived?.(asked)) };
  });
  const { version, own, counted, saved, frozen } = columns;
  return new SubjectColumns(blocks, version, own, counted, saved, frozen);
}
