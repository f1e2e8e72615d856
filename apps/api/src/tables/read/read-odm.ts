import { type Label } from '@haim/schema';
import { numberedCodes, tableColumn } from '../described-table.ts';
import { type TableRecord } from '../read-records.ts';
import { TableError } from '../table-error.ts';
import { type FileBytes } from './file-bytes.ts';
import { OdmClinical } from './odm-clinical.ts';
import { OdmMetadata, type OdmVersion } from './odm-metadata.ts';
import { type OdmPart, OdmParts, type OdmRow } from './odm-parts.ts';
import { type OdmValue } from './odm-subjects.ts';
import { atLine, eachElement, type XmlTag } from './odm-xml.ts';
import { type ReadColumn, RecordMaker, type ReadTable } from './read-table.ts';
import { gatheredParts, nameOfParts } from './repeated-parts.ts';

const NAMESPACE = /^https?:\/\/www\.cdisc\.org\/ns\/odm\/v1\.3$/;
/** As the portal names the source of its own files. */
const OURS = 'HAIM Portal';

/**
 * The tables of a file of CDISC ODM 1.3 (1.3.0 to 1.3.2), a snapshot or transactions that are applied in their order. A
 * form is a table, with its groups of items beside each other; a group that repeats is one of its own. Forms that are
 * filled once, at the same events, stand beside each other. The file is read once; its rows are kept packed.
 *
 * @throws TableError that names the line and the OID, for what is not defined, and for a version that is not read here.
 */
export async function readOdm(file: FileBytes, name: string): Promise<ReadTable[]> {
  const metadata = new OdmMetadata();
  let parts: OdmParts | null = null;
  let clinical: OdmClinical | null = null;
  let isOurs = false;
  let isClinical = false;
  let isAside = 0;
  const versions: OdmVersion[] = [];
  const begin = (tag: XmlTag) => {
    refuseOther(tag);
    isOurs = tag.get('SourceSystem') === OURS;
    const of = new OdmParts(metadata, (form) => (isOurs ? form.oid.replace(/^F\./, '') : form.name));
    const onVersion = (version: OdmVersion, line: number) => {
      if (!versions.includes(version)) versions.push(version);
      of.begin(version, line);
    };
    const isSnapshot = tag.get('FileType') === 'Snapshot';
    parts = of;
    clinical = new OdmClinical(metadata, isSnapshot, tag.get('PriorFileOID') !== null, onVersion, (subject) =>
      of.take(subject),
    );
  };
  const reading = await eachElement(file, {
    open: (tag) => {
      if (clinical === null) begin(tag);
      // Reference data are of no subject; what other standards add to an element is theirs.
      else if (isAside > 0 || tag.local === 'ReferenceData') isAside += 1;
      else if (isClinical || tag.local === 'ClinicalData') {
        isClinical = true;
        if (NAMESPACE.test(tag.uri)) clinical.open(tag);
      } else metadata.open(tag);
    },
    text: (piece) => (isClinical ? clinical?.text(piece) : metadata.text(piece)),
    close: (local, uri) => {
      if (isAside > 0) isAside -= 1;
      else if (isClinical) {
        if (NAMESPACE.test(uri)) clinical?.close(local);
        isClinical = local !== 'ClinicalData';
      } else metadata.close(local);
    },
  });
  const { subjects } = clinical as unknown as OdmClinical;
  const found = parts as unknown as OdmParts;
  for (const subject of subjects.all()) found.take(subject);
  const filled = [...found.parts.values()].filter(({ rows }) => rows.size > 0);
  if (filled.length === 0) throw withoutData();
  const tables = isOurs ? filled.map((part) => [part]) : gatheredParts(filled);
  return tables.map((of) => {
    const table = new OdmTable(of, metadata, versions);
    return {
      name: tables.length === 1 && !isOurs ? name : nameOfParts(of),
      ...{ format: 'odm', label: null, columns: table.columns, reading },
      records: () => table.records(),
    };
  });
}

/** Parts whose rows stand beside each other, or one by itself. */
class OdmTable {
  readonly columns: readonly ReadColumn[];
  private readonly keys: readonly Key[];

  constructor(
    private readonly parts: readonly OdmPart[],
    metadata: OdmMetadata,
    versions: readonly OdmVersion[],
  ) {
    const [first] = parts;
    const events = new Map(versions.flatMap((version) => [...version.events]));
    const seen = [...new Set(parts.flatMap((part) => [...part.events]))].filter((oid) => oid !== '');
    const hasEventKeys = parts.some((part) => part.hasEventKeys) || seen.some((oid) => events.get(oid)?.repeats);
    this.keys = [
      key('SubjectKey', { en: 'Subject', zh: '受试者' }, (row) => row.key),
      ...(metadata.sites.size > 0
        ? [key('LocationOID', { en: 'Site', zh: '中心' }, (row) => row.site ?? '', metadata.sites)]
        : []),
      ...(seen.length > 1
        ? [
            key('StudyEventOID', { en: 'Event', zh: '事件' }, (row) => row.event, new Map(seen.map((oid) => [oid, events.get(oid)?.name ?? oid]))), // prettier-ignore
          ]
        : []),
      ...(hasEventKeys
        ? [key('StudyEventRepeatKey', { en: 'Number of the event', zh: '事件序号' }, (row) => row.eventKey ?? '')]
        : []),
      ...(first?.repeats && !first.isGroup
        ? [key('FormRepeatKey', { en: 'Number of the form', zh: '表单序号' }, (row) => row.formKey ?? '')]
        : []),
      ...(first?.isGroup
        ? [key('ItemGroupRepeatKey', { en: 'Number of the group', zh: '项目组序号' }, (row) => row.groupKey ?? '')]
        : []),
    ];
    const taken = new Set(this.keys.map(({ column }) => column.name));
    const items = parts.flatMap((part) => part.shown().flatMap((place) => part.columns[place] ?? []));
    const named = items.map(({ name }) => name);
    this.columns = [
      ...this.keys.map(({ column }) => column),
      ...items.map((column) => {
        const isAlone = !taken.has(column.name) && named.filter((one) => one === column.name).length === 1;
        return isAlone ? column : { ...column, name: column.origin };
      }),
    ];
  }

  async *records(): AsyncGenerator<TableRecord> {
    const record = new RecordMaker();
    const shown = this.parts.map((part) => part.shown());
    for (const rows of this.parts.length === 1 ? alone(this.parts[0]) : beside(this.parts)) {
      const [first] = rows.filter((row) => row !== null);
      if (!first) continue;
      for (const { of } of this.keys) record.value(of(first));
      for (const [i, { columns }] of this.parts.entries()) {
        const cells = rows[i]?.cells ?? [];
        for (const place of shown[i] ?? []) write(record, cells[place] ?? null, columns[place]?.marks ?? []);
      }
      yield record.take(first.line);
    }
  }
}

interface Key {
  readonly column: ReadColumn;
  readonly of: (row: OdmRow) => string;
}

function key(name: string, label: Label, of: Key['of'], names?: ReadonlyMap<string, string>): Key {
  const codes = names && numberedCodes([...names].map(([code, text]) => ({ code, label: { en: text, zh: text } })));
  const column = tableColumn({ name, label, type: codes ? 'code' : 'text', codes: codes ?? null, origin: '' });
  return { column: { ...column, marks: [] }, of };
}

function write(record: RecordMaker, value: OdmValue, marks: ReadColumn['marks']): void {
  if (value === null) record.value('');
  else if (typeof value !== 'string') record.fault(value.value, value.rule, value.expected);
  else if (marks.some(({ mark }) => mark === value)) record.missing(value);
  else record.value(value);
}

function* alone(part: OdmPart | undefined): Generator<(OdmRow | null)[]> {
  for (const row of part?.rows.rows() ?? []) yield [row];
}

/** The rows of several parts, those of one event of a subject together; each part has its subjects in the same order. */
function* beside(parts: readonly OdmPart[]): Generator<(OdmRow | null)[]> {
  const readers = parts.map(({ rows }) => rows.rows());
  const heads = readers.map((reader) => reader.next());
  for (;;) {
    const waiting = heads.flatMap(({ done, value }) => (done ? [] : [(value as OdmRow).subject]));
    if (waiting.length === 0) return;
    const subject = Math.min(...waiting);
    const rows = new Map<string, (OdmRow | null)[]>();
    for (const [i, reader] of readers.entries()) {
      for (let head = heads[i]; head && !head.done && head.value.subject === subject; heads[i] = head = reader.next()) {
        const { event, eventKey } = head.value;
        const name = JSON.stringify([event, eventKey]);
        const row = rows.get(name) ?? parts.map(() => null);
        row[i] = head.value;
        rows.set(name, row);
      }
    }
    yield* rows.values();
  }
}

/** @throws TableError for XML that is not ODM, and for versions of another structure. */
function refuseOther(tag: XmlTag): void {
  const version = tag.get('ODMVersion') ?? '';
  if (tag.local !== 'ODM') {
    throw atLine(tag.line, {
      en: `the file is XML whose first element is ${tag.local.slice(0, 40)}, not ODM: export ODM 1.3.2, or a table`,
      zh: `该 XML 文件的首个元素为 ${tag.local.slice(0, 40)}，而非 ODM：请导出 ODM 1.3.2 或表格`,
    });
  }
  const type = tag.get('FileType');
  if (NAMESPACE.test(tag.uri) && (version === '' || /^1\.3(\.\d+)?$/.test(version))) {
    if (type === 'Snapshot' || type === 'Transactional') return;
    throw atLine(tag.line, {
      en: `FileType is "${type ?? ''}", not Snapshot or Transactional: export the file again`,
      zh: `FileType 为“${type ?? ''}”，而非 Snapshot 或 Transactional：请重新导出`,
    });
  }
  const said = version || tag.uri || 'without a namespace';
  throw atLine(tag.line, {
    en: `the file is ODM ${said.slice(0, 60)}, which has another structure: export ODM 1.3 (1.3.0 to 1.3.2)`,
    zh: `文件为 ODM ${said.slice(0, 60)}，其结构不同：请导出 ODM 1.3（1.3.0 至 1.3.2）`,
  });
}

function withoutData(): TableError {
  return new TableError({
    en: 'the file has no data of a subject, only definitions: export it with its clinical data',
    zh: '文件只有定义，没有受试者的数据：请连同临床数据一并导出',
  });
}
