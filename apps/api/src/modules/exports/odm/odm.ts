import { dayText, type DescribedTable, type TableCell, type TableRow } from '../../../tables/index.ts';
import { type ExportHead } from '../asked-export.ts';
import { type TableOfPatients } from '../export-tables.ts';
import { EVENT, isRepeating, itemsOf, oid, studyElement } from './odm-metadata.ts';
import { tag, xml } from './xml.ts';

export interface OdmSource {
  readonly head: ExportHead;
  readonly tables: readonly DescribedTable[];
  readonly patients: readonly string[];
  readonly ofPatients: (patientIds: readonly string[]) => readonly TableOfPatients[];
  /** Whoever is named by an audit record; none where there are none. */
  readonly users: readonly string[];
}

/** So many patients are read together: each has all its records in one place of the file. */
const AT_ONCE = 500;

/**
 * A study as CDISC ODM 1.3.2, a snapshot: what is asked in both languages, and everything of a patient together. An item
 * without a value that has a reason is null, and the reason an item of its own; an audit record says who last changed a
 * record, when and where.
 */
export async function* odmOf(source: OdmSource, onPatients: (done: number) => void): AsyncGenerator<string> {
  const { head, tables, patients, ofPatients, users } = source;
  const at = head.madeAt.toISOString().slice(0, 19);
  const version = { StudyOID: head.study.code, MetaDataVersionOID: oid.metaData(head) };
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<ODM xmlns="http://www.cdisc.org/ns/odm/v1.3" ODMVersion="1.3.2" FileType="Snapshot" FileOID="${xml(`${head.study.code}.${head.dataVersion}.${at}`)}" CreationDateTime="${at}Z" Originator="HAIM Portal" SourceSystem="HAIM Portal">\n`;
  yield `${studyElement(head, tables)}\n`;
  const sites = head.centres.map((centre) =>
    tag(
      'Location',
      { OID: oid.site(centre), Name: centre, LocationType: 'Site' },
      tag('MetaDataVersionRef', { ...version, EffectiveDate: at.slice(0, 10) }),
    ),
  );
  const people = users.map((id) =>
    tag('User', { OID: oid.user(id), UserType: 'Other' }, tag('LoginName', {}, xml(id))),
  );
  yield `${tag('AdminData', { StudyOID: head.study.code }, [...people, ...sites].join('\n'))}\n`;
  yield `<ClinicalData StudyOID="${xml(version.StudyOID)}" MetaDataVersionOID="${version.MetaDataVersionOID}">\n`;
  for (let from = 0; from < patients.length; from += AT_ONCE) {
    onPatients(from);
    yield await subjectsOf(ofPatients(patients.slice(from, from + AT_ONCE)));
  }
  yield '</ClinicalData>\n</ODM>\n';
}

interface Subject {
  readonly key: string;
  readonly centre: string;
  forms: string;
}

async function subjectsOf(tables: readonly TableOfPatients[]): Promise<string> {
  const subjects = new Map<string, Subject>();
  for (const table of tables) {
    const place = (name: string) => table.columns.findIndex((column) => column.name === name);
    const [centre, patient] = [place('centre'), place('patient')];
    const write = formWriter(table);
    for await (const batch of table.batches()) {
      for (const row of batch) {
        const [site, code] = [String(row[centre]), String(row[patient])];
        const key = `${site}-${code}`;
        const subject = subjects.get(key) ?? { key, centre: site, forms: '' };
        subject.forms += write(row, site);
        subjects.set(key, subject);
      }
    }
  }
  return [...subjects.values()]
    .map(
      ({ key, centre, forms }) =>
        `${tag('SubjectData', { SubjectKey: key }, `${tag('SiteRef', { LocationOID: oid.site(centre) })}${tag('StudyEventData', { StudyEventOID: EVENT }, forms)}`)}\n`,
    )
    .join('');
}

function formWriter(table: TableOfPatients): (row: TableRow, site: string) => string {
  const { name, columns, hasAudit } = table;
  const record = columns.findIndex((column) => column.name === 'record');
  const items = itemsOf(table).map(({ column, place }) => ({
    place,
    type: column.type,
    start: `<ItemData ItemOID="${xml(oid.item(name, column.name))}"`,
    reason: columns.findIndex(({ reasonFor }) => reasonFor === column.name),
  }));
  const repeats = isRepeating(table);
  return (row, site) => {
    let data = hasAudit ? auditRecord(row[columns.length] ?? null, row[columns.length + 1] ?? null, site) : '';
    for (const { place, type, start, reason } of items) {
      const cell = row[place] ?? null;
      if (cell !== null) data += `${start} Value="${xml(type === 'date' ? dayText(cell as number) : String(cell))}"/>`;
      // A value that somebody has said is missing is told apart from one of which nothing is said.
      else if (reason !== -1 && row[reason] !== null) data += `${start} IsNull="Yes"/>`;
    }
    const group = tag('ItemGroupData', { ItemGroupOID: oid.group(name) }, data);
    const key = repeats ? Number(row[record]) : null;
    return tag('FormData', { FormOID: oid.form(name), FormRepeatKey: key }, group);
  };
}

function auditRecord(by: TableCell, at: TableCell, site: string): string {
  return tag(
    'AuditRecord',
    {},
    `${tag('UserRef', { UserOID: oid.user(String(by)) })}${tag('LocationRef', { LocationOID: oid.site(site) })}<DateTimeStamp>${xml(String(at))}</DateTimeStamp>`,
  );
}
