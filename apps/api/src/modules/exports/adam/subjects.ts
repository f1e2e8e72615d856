import {
  type DescribedTable,
  tableColumn,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '../../../tables/index.ts';

/** What every data set says of its patient. */
export interface Subject {
  readonly usubjid: string;
  readonly subjid: string;
  readonly siteid: string;
  readonly trta: string | null;
  /** Day of the first HAIC. */
  readonly started: number | null;
}

/** Reads a cell of a row by the name of its column; null where the table has none. */
export function cellOf(table: DescribedTable): (row: TableRow, name: string) => TableCell {
  const places = new Map(table.columns.map(({ name }, i) => [name, i]));
  return (row, name) => {
    const place = places.get(name);
    return place === undefined ? null : (row[place] ?? null);
  };
}

/** The patients of the analysis row by centre and code. */
export async function subjectsOf(analysis: DescribedTable, study: string): Promise<Map<string, Subject>> {
  const cell = cellOf(analysis);
  const found = new Map<string, Subject>();
  for await (const batch of analysis.batches()) {
    for (const row of batch) {
      const [siteid, subjid] = [String(cell(row, 'centre')), String(cell(row, 'patient'))];
      const started = cell(row, 'started_on');
      found.set(`${siteid} ${subjid}`, {
        ...{ siteid, subjid, usubjid: `${study}-${siteid}-${subjid}` },
        trta: cell(row, 'arm') as string | null,
        started: typeof started === 'number' ? started : null,
      });
    }
  }
  return found;
}

/** Texts of what is not a code of the portal, as long as the longest of `texts`. */
export function text(name: string, en: string, zh: string, texts: readonly string[]): TableColumn {
  const bytes = Math.max(1, ...texts.map((one) => Buffer.byteLength(one)));
  return tableColumn({ name, label: { en, zh }, type: 'text', bytes, origin: 'derived', cdisc: name });
}

export function number(name: string, en: string, zh: string, type: 'integer' | 'decimal' | 'date'): TableColumn {
  return tableColumn({ name, label: { en, zh }, type, origin: 'derived', cdisc: name });
}

/** STUDYID, USUBJID, SUBJID, SITEID, TRTA: the same in every data set. */
export function subjectColumns(study: string, subjects: Iterable<Subject>): TableColumn[] {
  let [usubjid, subjid, siteid, trta] = [1, 1, 1, 1];
  for (const one of subjects) {
    usubjid = Math.max(usubjid, Buffer.byteLength(one.usubjid));
    subjid = Math.max(subjid, Buffer.byteLength(one.subjid));
    siteid = Math.max(siteid, Buffer.byteLength(one.siteid));
    trta = Math.max(trta, Buffer.byteLength(one.trta ?? ''));
  }
  return [
    text('STUDYID', 'Study Identifier', '研究标识', [study]),
    { ...text('USUBJID', 'Unique Subject Identifier', '受试者唯一标识', []), bytes: usubjid },
    { ...text('SUBJID', 'Subject Identifier for the Study', '研究内受试者标识', []), bytes: subjid },
    { ...text('SITEID', 'Study Site Identifier', '研究中心标识', []), bytes: siteid },
    { ...text('TRTA', 'Actual Treatment', '实际治疗', []), bytes: trta },
  ];
}

export function subjectCells(study: string, { usubjid, subjid, siteid, trta }: Subject): TableCell[] {
  return [study, usubjid, subjid, siteid, trta];
}
