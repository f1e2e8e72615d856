import { type DescribedTable, type TableColumn } from '../../../tables/index.ts';
import { type ExportHead } from '../asked-export.ts';
import { tag, translated, xml } from './xml.ts';

/** OIDs: one event, in which every form of a patient is. */
export const EVENT = 'SE.STUDY';
export const oid = {
  metaData: ({ dataVersion }: ExportHead) => `MDV.${dataVersion}`,
  form: (table: string) => `F.${table}`,
  group: (table: string) => `IG.${table}`,
  item: (table: string, column: string) => `I.${table}.${column}`,
  list: (table: string, column: string) => `CL.${table}.${column}`,
  unit: (unit: string) => `MU.${unit}`,
  site: (centre: string) => `L.${centre}`,
  user: (id: string) => `U.${id}`,
} as const;

const dataTypes = {
  text: 'text',
  partialDate: 'partialDate',
  code: 'text',
  integer: 'integer',
  decimal: 'double',
  boolean: 'boolean',
  date: 'date',
} as const;

/** Who and where a record is stands in the structure of the file, not in items. */
export const inStructure: readonly string[] = ['centre', 'patient', 'record'];

export function itemsOf({ columns }: Pick<DescribedTable, 'columns'>): { column: TableColumn; place: number }[] {
  return columns.map((column, place) => ({ column, place })).filter(({ column }) => !inStructure.includes(column.name));
}

export function isRepeating({ columns }: Pick<DescribedTable, 'columns'>): boolean {
  return columns.some(({ name }) => name === 'record');
}

/** The element Study: what is asked, with its words in both languages. */
export function studyElement(head: ExportHead, tables: readonly DescribedTable[]): string {
  const { study, recipe, dataVersion } = head;
  const units = [...new Set(tables.flatMap(({ columns }) => columns.flatMap(({ unit }) => unit ?? [])))].sort();
  const forms = tables.map(
    (table) =>
    tag('FormDef', { OID: oid.form(table.name), Name: table.label.en, Repeating: isRepeating(table) ? 'Yes' : 'No' },
      `${tag('Description', {}, translated(table.label))}${tag('ItemGroupRef', { ItemGroupOID: oid.group(table.name), Mandatory: 'Yes' })}`), // prettier-ignore
  );
  const groups = tables.map((table) => {
    const items = itemsOf(table).map(({ column }, i) =>
      tag('ItemRef', { ItemOID: oid.item(table.name, column.name), Mandatory: 'No', OrderNumber: i + 1 }),
    );
    return tag('ItemGroupDef', { OID: oid.group(table.name), Name: table.label.en, Repeating: 'No' }, items.join(''));
  });
  const items = tables.flatMap((table) => itemsOf(table).map(({ column }) => itemDef(table.name, column)));
  const lists = tables.flatMap((table) =>
    itemsOf(table).flatMap(({ column }) => (column.codes?.length ? [codeList(table.name, column)] : [])),
  );
  const version = [
    tag('Protocol', {}, tag('StudyEventRef', { StudyEventOID: EVENT, Mandatory: 'Yes', OrderNumber: 1 })),
    tag('StudyEventDef', { OID: EVENT, Name: 'Study', Repeating: 'No', Type: 'Common' },
      tables.map(({ name }) => tag('FormRef', { FormOID: oid.form(name), Mandatory: 'No' })).join('')), // prettier-ignore
    ...[...forms, ...groups, ...items, ...lists],
  ].join('\n');
  return tag(
    'Study',
    { OID: study.code },
    [
      tag(
        'GlobalVariables',
        {},
        `<StudyName>${xml(study.name)}</StudyName><StudyDescription>${xml(`Endpoint recipe ${recipe}; time zero: ${head.timeZero}`)}</StudyDescription><ProtocolName>${xml(study.code)}</ProtocolName>`,
      ),
      ...(units.length > 0
        ? [tag('BasicDefinitions', {}, units.map((unit) => tag('MeasurementUnit', { OID: oid.unit(unit), Name: unit }, tag('Symbol', {}, translated({ en: unit, zh: unit })))).join(''))] // prettier-ignore
        : []),
      tag('MetaDataVersion', { OID: oid.metaData(head), Name: `Data version ${dataVersion}` }, version),
    ].join('\n'),
  );
}

function itemDef(table: string, column: TableColumn): string {
  const { name, label, type, unit, codes, bytes, cdisc, note } = column;
  const dataType = dataTypes[type];
  const longest = Math.max(1, bytes, ...(codes ?? []).map(({ code }) => code.length));
  return tag(
    'ItemDef',
    {
      ...{
        OID: oid.item(table, name),
        Name: name,
        DataType: dataType,
        Length: dataType === 'text' ? longest : dataType === 'integer' ? 12 : null,
      },
      ...{
        SDSVarName: cdisc !== null && /^[A-Z_][A-Z0-9_]{0,7}$/.test(cdisc) ? cdisc : null,
        Comment: note?.en ?? null,
      },
    },
    [
      tag('Question', {}, translated(label)),
      ...(unit === null ? [] : [tag('MeasurementUnitRef', { MeasurementUnitOID: oid.unit(unit) })]),
      ...(codes?.length ? [tag('CodeListRef', { CodeListOID: oid.list(table, name) })] : []),
    ].join(''),
  );
}

function codeList(table: string, { name, label, codes }: TableColumn): string {
  const items = (codes ?? []).map(({ code, label: said }) =>
    tag('CodeListItem', { CodedValue: code }, tag('Decode', {}, translated(said))),
  );
  return tag('CodeList', { OID: oid.list(table, name), Name: label.en, DataType: 'text' }, items.join(''));
}
