import { type ReadColumn, type ReadTable } from '../../tables/index.ts';
import { exportedOdm } from './exported-odm.ts';
import { exportedProject } from './exported-project.ts';

/** The headings by which the dictionary of an export is known. */
const dictionaryHeadings = ['table', 'place', 'column', 'name_in_file', 'label_en', 'label_zh', 'type'];
/** What an export has beside the tables of its forms: it says what they are, or follows from them. */
const aside = new Set(['dictionary', 'codes', 'about', 'analysis']);
const MOST_TOLD = 100_000;

/**
 * The tables of an export of the portal, as archive or workbook, under the names that their columns have there: its
 * dictionary says what became of them in a format that allows no longer ones. Any other tables as they are.
 */
export async function exportedTables(given: readonly ReadTable[]): Promise<readonly ReadTable[]> {
  const project = exportedProject(given);
  if (project) return project;
  const tables = exportedOdm(given);
  const dictionary = tables.find(isDictionary);
  if (!dictionary || tables.length === 1) return tables;
  const names = await namesIn(dictionary);
  return tables
    .filter(({ name }) => !aside.has(name))
    .map((table) => {
      const ofTable = names.get(table.name);
      return ofTable ? { ...table, columns: renamed(table.columns, ofTable) } : table;
    });
}

function isDictionary({ name, columns }: ReadTable): boolean {
  return name === 'dictionary' && dictionaryHeadings.every((heading, i) => columns[i]?.name === heading);
}

/** By table: the name of each column by the name that it has in the file. */
async function namesIn(dictionary: ReadTable): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  let told = 0;
  for await (const { cells } of dictionary.records()) {
    const [table = '', , column = '', inFile = ''] = cells;
    const ofTable = found.get(table) ?? new Map<string, string>();
    ofTable.set(inFile, column);
    found.set(table, ofTable);
    if ((told += 1) > MOST_TOLD) break;
  }
  return found;
}

/** A text column that the dictionary does not have continues the one before it. */
function renamed(columns: readonly ReadColumn[], names: ReadonlyMap<string, string>): ReadColumn[] {
  let last = '';
  let piece = 1;
  return columns.map((column) => {
    const name = names.get(column.name);
    if (name !== undefined) {
      last = name;
      piece = 1;
      return { ...column, name };
    }
    piece += 1;
    return { ...column, name: column.type === 'text' ? `${last}_${piece}` : column.name };
  });
}
