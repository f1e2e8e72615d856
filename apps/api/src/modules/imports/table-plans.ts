import { type Form } from '@haim/schema';
import { type ReadTable, TableError } from '../../tables/index.ts';
import { type GivenMap, type ImportMap, inStudy } from './import-map.ts';
import { ownHeadings } from './own-headings.ts';

/** A table of a file and what its columns are. */
export interface TablePlan {
  readonly table: ReadTable;
  readonly map: ImportMap;
  /** The mapping as it was sent; null where the headings are the portal's own. */
  readonly json: unknown;
}

/**
 * What is imported of a file: its tables with their mappings, as they were sent or as their headings say.
 *
 * @throws TableError that names the table, where one has no mapping and its headings are not the portal's own.
 */
export function plansOf(
  tables: readonly ReadTable[],
  given: GivenMap | null,
  studyForms: readonly Form[],
): TablePlan[] {
  const [first, ...others] = tables;
  if (!first) throw new TableError({ en: 'the file has no table', zh: '文件中没有表格' });
  if (given?.only) {
    if (others.length === 0) return [{ table: first, map: inStudy(given.only, studyForms), json: given.json.only }];
    throw new TableError({
      en: `the mapping is of one table and the file has several, ${namesOf(tables)}: name each under "tables", with its mapping or "ignore"`,
      zh: `映射仅针对一个表，而文件中有多个：${namesOf(tables)}。请在 "tables" 下逐一列出其映射或 "ignore"`,
    });
  }
  if (given) refuseUnknown(tables, given);
  const plans = tables.flatMap((table): TablePlan[] => {
    const map = given?.tables.get(table.name);
    if (map === null) return [];
    if (map) return [{ table, map: inStudy(map, studyForms), json: given?.json.tables[table.name] }];
    const own = others.length === 0 ? ownHeadings(table, studyForms) : named(table, studyForms);
    return [{ table, map: own, json: null }];
  });
  if (plans.length > 0) return plans;
  throw new TableError({ en: 'the mapping leaves every table of the file out', zh: '映射忽略了文件中的所有表' });
}

function named(table: ReadTable, studyForms: readonly Form[]): ImportMap {
  try {
    return ownHeadings(table, studyForms);
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause;
    throw new TableError({ en: `${table.name}: ${cause.label.en}`, zh: `${table.name}：${cause.label.zh}` });
  }
}

function refuseUnknown(tables: readonly ReadTable[], { tables: maps }: GivenMap): void {
  const unknown = [...maps.keys()].filter((name) => !tables.some((table) => table.name === name));
  if (unknown.length === 0) return;
  throw new TableError({
    en: `the mapping names ${unknown.join(', ')}, which the file does not have; its tables are ${namesOf(tables)}`,
    zh: `映射中的 ${unknown.join('、')} 不在文件中；文件中的表为：${namesOf(tables)}`,
  });
}

function namesOf(tables: readonly ReadTable[]): string {
  return tables.map(({ name }) => name).join(', ');
}
