import { type ReadTable } from '../../tables/index.ts';

/** The names that an export has for what ODM has in its structure. */
const inStructure: Readonly<Record<string, string>> = {
  SubjectKey: 'patient',
  LocationOID: 'centre',
  FormRepeatKey: 'record',
};

/**
 * The tables of an ODM file of the portal, with the columns of its forms: who a record is of is in the key of the subject
 * and its site. Tables of any other file as they are.
 */
export function exportedOdm(tables: readonly ReadTable[]): readonly ReadTable[] {
  return tables.flatMap((table) => {
    if (!isOurs(table)) return [table];
    return table.name === 'analysis' ? [] : [asForm(table)];
  });
}

/** Every item is named after its table and column. */
function isOurs({ format, name, columns }: ReadTable): boolean {
  const items = columns.filter(({ origin }) => origin !== '');
  return format === 'odm' && items.every((column) => column.origin === `I.${name}.${column.name}`);
}

function asForm(table: ReadTable): ReadTable {
  const place = (name: string) => table.columns.findIndex((column) => column.name === name);
  const [subject, site] = [place('SubjectKey'), place('LocationOID')];
  const sites = new Map(table.columns[site]?.codes?.map(({ code, label }) => [code, label.en]));
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, name: inStructure[column.name] ?? column.name })),
    records: async function* () {
      for await (const record of table.records()) {
        const cells = [...record.cells];
        const centre = sites.get(cells[site] ?? '') ?? '';
        cells[site] = centre;
        cells[subject] = (cells[subject] ?? '').slice(centre.length + 1);
        yield { ...record, cells };
      }
    },
  };
}
