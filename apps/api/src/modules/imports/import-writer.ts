import {
  checkRow,
  fieldOfReason,
  type Form,
  type ImportCells,
  isError,
  isExtensible,
  isReasonKey,
  type Label,
  type Row,
  reasonKey,
  spreadOwn,
  type StudyLists,
} from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { columnsOf, tableOf } from '../../db/entity-from-form.ts';
import { inTurn, type StudyTransaction } from '../../db/study-db.ts';
import {
  addPatients,
  addRecords,
  correctRecords,
  lockPatients,
  type PatientKey,
  type PatientPlace,
} from '../patients/index.ts';
import { GivenRecords } from './given-records.ts';
import { ImaginedPatients } from './imagined-patients.ts';
import { type ImportMap } from './import-map.ts';
import { type RowFate, type Tally } from './import-report.ts';
import { type GivenRecord, type GivenRow } from './import-row.ts';
import { cellOf, type PlacedRow, type RowScope, SoundRows } from './sound-rows.ts';
import { type WrittenParts, type WrittenRecord } from './written-parts.ts';
import { WrittenRecords } from './written-records.ts';

type Patient = PatientPlace & {
  readonly isNew: boolean;
  /** Of a check: not written. */
  readonly isImagined?: true;
};

interface StoredRecord extends Row {
  readonly id: string;
  readonly patientId: string;
  readonly version: number;
  readonly updatedBy: string;
  /** Since the import began: the sender of the file could not have known of it. */
  readonly savedMeanwhile: boolean;
}

/** What happens to a record that the file gives. */
interface Decision {
  readonly record: GivenRecord;
  readonly patient: Patient;
  readonly present: StoredRecord | null;
  /** The whole record as it will be stored. */
  readonly becomes: Row;
  readonly differing: readonly string[];
  fate: RowFate;
}

export interface WriterScope extends RowScope {
  readonly asker: Asker;
  readonly maps: readonly ImportMap[];
  readonly lists: StudyLists;
  /** Whether an empty cell clears what is stored. */
  readonly blankEmpty: boolean;
  /**
   * Only a check: of new patients few are written. The first of each centre and form are, because what the database
   * refuses for a centre it refuses for all.
   */
  readonly isTrial: boolean;
  /** Keeps what is written; null of a check. */
  readonly parts: WrittenParts | null;
}

/** Writes batches of rows to the database within one transaction: new records are added, differing ones corrected. */
export class ImportWriter {
  private readonly soundRows: SoundRows;
  readonly written: WrittenRecords;
  readonly imagined = new ImaginedPatients();
  /** Of a check: centre and form of which a new patient was written, and who they are. */
  private readonly tried = new Set<string>();
  private readonly triedKeys = new Set<string>();

  constructor(
    private readonly tx: StudyTransaction,
    private readonly scope: WriterScope,
    private readonly tally: Tally,
    /** Of another writer that has read the same rows. */
    written?: WrittenRecords,
  ) {
    const given = new GivenRecords();
    this.soundRows = new SoundRows(tx, scope, given, tally);
    this.written = written ?? new WrittenRecords(given, scope.maps);
  }

  async write(given: readonly GivenRow[]): Promise<void> {
    for (const { notAvailable } of given) this.tally.pass(notAvailable);
    const rows = await this.soundRows.among(given);
    const patients = await this.patientsOf(rows);
    const stored = await this.storedOf(rows, patients);
    const decided = rows.flatMap((row) => {
      const patient = patients.get(patientKey(this.scope.centres.get(row.centre), row.code));
      return patient ? [{ row, patient, decisions: this.decide(row, patient, stored) }] : [];
    });
    await this.store(decided);
    for (const { row, patient, decisions } of decided) this.count(row, patient, decisions);
    await this.tally.cells?.flush();
  }

  private async patientsOf(rows: readonly PlacedRow[]): Promise<Map<string, Patient>> {
    const wanted = rows.map(({ centre, code }) => ({ centreId: this.scope.centres.get(centre) ?? 0, code }));
    const keys = [...new Map(wanted.map((key) => [patientKey(key.centreId, key.code), key])).values()];
    if (this.scope.isTrial) return this.triedPatients(rows, keys);
    // A patient who was added is locked by that.
    const created = await addPatients(this.tx, this.scope.asker.name, keys);
    await this.scope.parts?.patients(created);
    const others = without(keys, created);
    const found = others.length ? await lockPatients(this.tx, others) : [];
    return byKey([
      ...created.map((one) => ({ ...one, isNew: true })),
      ...found.map((one) => ({ ...one, isNew: false })),
    ]);
  }

  /** Those who are stored, and of new ones the first of each centre and form; the others are imagined. */
  private async triedPatients(rows: readonly PlacedRow[], keys: readonly PatientKey[]): Promise<Map<string, Patient>> {
    // Who was new a batch before is still: only the first row of a patient asks the database.
    const asked = keys.filter(({ centreId, code }) => !this.isImagined(patientKey(centreId, code)));
    const found = asked.length ? await lockPatients(this.tx, asked) : [];
    const fresh = without(keys, found);
    const wanted = new Set(fresh.map(({ centreId, code }) => patientKey(centreId, code)));
    const first = new Set<string>();
    for (const { centre, code, records } of rows) {
      const centreId = this.scope.centres.get(centre);
      const untried = records.map(({ form }) => `${centreId} ${form.name}`).filter((one) => !this.tried.has(one));
      if (untried.length === 0 || !wanted.has(patientKey(centreId, code))) continue;
      for (const one of untried) this.tried.add(one);
      first.add(patientKey(centreId, code));
    }
    const added = fresh.filter(({ centreId, code }) => first.has(patientKey(centreId, code)));
    const created = added.length ? await addPatients(this.tx, this.scope.asker.name, added) : [];
    for (const { centreId, code } of created) this.triedKeys.add(patientKey(centreId, code));
    return byKey([
      ...created.map((one) => ({ ...one, isNew: true })),
      ...found.map((one) => ({ ...one, isNew: false })),
      ...without(fresh, created).map((one) => ({ ...one, id: '', isNew: true, isImagined: true as const })),
    ]);
  }

  private isImagined(key: string): boolean {
    return this.imagined.has(key) && !this.triedKeys.has(key);
  }

  /** What is stored of the batch's patients, by form and patient. */
  private async storedOf(
    rows: readonly GivenRow[],
    patients: ReadonlyMap<string, Patient>,
  ): Promise<ReadonlyMap<string, readonly StoredRecord[]>> {
    const known = [...patients.values()].filter(({ isNew }) => !isNew);
    if (known.length === 0) return new Map();
    const forms = [...new Set(rows.flatMap(({ records }) => records.map(({ form }) => form)))];
    const found = await inTurn(forms, async (form) => {
      const fields = columnsOf(form).map(({ field, column }) => `t."${column}" as "${field}"`);
      if (isExtensible(form.name)) fields.push('t.own', 't.missing');
      const records = await this.tx.rows<StoredRecord>(
        // `offset 0`: an index lookup for each patient, where a join would scan the table again for every batch.
        `select t.* from unnest($1::int[], $2::uuid[]) as p(centre_id, id)
         cross join lateral (
           select t.id, t.patient_id as "patientId", t.version, t.updated_by as "updatedBy",
             t.updated_at >= now() as "savedMeanwhile", ${fields.join(', ')}
           from portal."${tableOf(form)}" t where t.centre_id = p.centre_id and t.patient_id = p.id offset 0
         ) t`,
        [known.map(({ centreId }) => centreId), known.map(({ id }) => id)],
      );
      const spread = records.map((record) => spreadOwn(record) as StoredRecord);
      return [...Map.groupBy(spread, ({ patientId }) => recordsKey(form, patientId))];
    });
    return new Map(found.flat());
  }

  private decide(
    row: PlacedRow,
    patient: Patient,
    stored: ReadonlyMap<string, readonly StoredRecord[]>,
  ): readonly Decision[] {
    return row.records.map((record) => {
      const present = (stored.get(recordsKey(record.form, patient.id)) ?? []).filter((one) =>
        isSameRecord(record, one),
      );
      const decision = this.decisionOn(record, patient, present[0] ?? null);
      if (present.length > 1) this.refuse(row, decision, record.form.key[0], 'repeatedRecord', severalOf(record.form));
      else this.check(row, decision);
      return decision;
    });
  }

  private decisionOn(record: GivenRecord, patient: Patient, present: StoredRecord | null): Decision {
    const kept: Record<string, unknown> = {};
    for (const field in record.form.fields) kept[field] = present?.[field] ?? null;
    const values = withEither(present && !this.scope.blankEmpty ? withoutEmpty(record.values) : record.values, kept);
    const differing = Object.keys(values).filter((field) => !isSame(values[field], kept[field]));
    const fate = present === null ? 'new' : differing.length > 0 ? 'changed' : 'same';
    return { record, patient, present, becomes: { ...kept, ...values }, differing, fate };
  }

  private check(row: PlacedRow, decision: Decision): void {
    const { record, present, becomes, differing, fate } = decision;
    const issues = checkRow(record.form, becomes, this.scope.lists);
    for (const { field, problem, expected, severity } of issues) {
      if (severity === 'error') this.refuse(row, decision, field, problem, expected);
      else this.tally.warn({ ...row.at, ...cellOf(record, field), rule: problem, expected });
    }
    if (!issues.some(isError) && fate === 'changed' && present?.savedMeanwhile) {
      this.refuse(row, decision, differing[0], 'changedMeanwhile', savedBy(present.updatedBy, record.form));
    }
  }

  private refuse({ at }: GivenRow, decision: Decision, field: string | undefined, rule: string, expected: Label) {
    const { form } = decision.record;
    const which =
      field === undefined ? {} : { form: form.name, field: isReasonKey(field) ? fieldOfReason(field) : field };
    this.tally.refuse({ ...at, ...cellOf(decision.record, field), ...which, rule, expected });
    decision.fate = 'refused';
  }

  /**
   * Writes what is new and what changes, one statement for each form; a record that can no longer be written is
   * refused.
   */
  private async store(decided: readonly { row: PlacedRow; decisions: readonly Decision[] }[]): Promise<void> {
    const { tx } = this;
    const by = this.scope.asker.name;
    const all = decided
      .flatMap(({ row, decisions }) => decisions.map((decision) => ({ row, decision })))
      .filter(({ decision }) => !decision.patient.isImagined);
    const toRecord = ({ decision: { patient, becomes: values } }: (typeof all)[number]) => ({ patient, values });
    await inTurn([...Map.groupBy(all, ({ decision }) => decision.record.form)], async ([form, ofForm]) => {
      const added = ofForm.filter(({ decision }) => decision.fate === 'new');
      const corrected = ofForm.flatMap(({ row, decision }) =>
        decision.fate === 'changed' && decision.present ? [{ row, decision, present: decision.present }] : [],
      );
      if (added.length) {
        const ids = await addRecords(tx, by, form, added.map(toRecord));
        await this.keepAdded(form, added, ids);
        const written = new Set(ids.map(({ patientId }) => patientId));
        this.refuseUnwritten(added.filter(({ decision }) => !written.has(decision.patient.id)));
      }
      if (corrected.length) {
        const records = corrected.map((one) => ({
          ...toRecord(one),
          id: one.present.id,
          version: one.present.version,
        }));
        const written = await correctRecords(tx, by, form, records);
        await this.scope.parts?.records(corrected.map(keptOf));
        this.refuseUnwritten(corrected.filter(({ present }) => !written.has(present.id)));
      }
    });
  }

  private async keepAdded(
    form: Form,
    added: readonly { decision: Decision }[],
    ids: readonly { readonly id: string; readonly patientId: string }[],
  ): Promise<void> {
    const centreOf = new Map(added.map(({ decision: { patient } }) => [patient.id, patient.centreId]));
    const records = ids.map(({ id, patientId }): WrittenRecord => ({
      ...{ form, id, patientId, version: 1, was: null },
      centreId: centreOf.get(patientId) ?? 0,
    }));
    await this.scope.parts?.records(records);
  }

  private refuseUnwritten(lost: readonly { row: PlacedRow; decision: Decision }[]): void {
    for (const { row, decision } of lost) {
      const { differing, record } = decision;
      this.refuse(row, decision, differing[0], 'changedMeanwhile', savedBy(null, record.form));
    }
  }

  private count(row: PlacedRow, patient: Patient, decisions: readonly Decision[]): void {
    const kept = decisions.filter(({ fate }) => fate !== 'refused');
    let isNew = patient.isNew;
    const key = patientKey(patient.centreId, row.code);
    if (patient.isImagined || this.triedKeys.has(key)) {
      const records = kept.map(({ record, becomes: values }) => ({ form: record.form, values }));
      isNew = !this.imagined.note(key, records);
    }
    if (!patient.isImagined && kept.length) {
      this.written.note(
        patient.id,
        kept.map(({ record: { form } }) => form),
      );
    }
    for (const { record, fate, present, becomes, differing } of decisions) {
      if (fate === 'refused') continue;
      const { form, values } = record;
      this.tally.record(form.name, fate);
      this.tally.leave(Object.keys(values).filter((field) => !isSame(becomes[field], values[field])).length);
      this.countCells(row, { record, fate, present, becomes, differing });
      if (fate !== 'changed') continue;
      for (const field of differing) {
        const [from, to] = [asText(present?.[field]), asText(becomes[field])];
        this.tally.change({ ...row.at, patient: row.code, form: form.name, field, from, to });
      }
    }
    this.tally.row(fateOf(decisions, isNew));
  }

  private countCells(row: PlacedRow, decision: Omit<Decision, 'patient'>): void {
    const { record, fate, present, becomes, differing } = decision;
    const entry = (fields: readonly string[]) => (): ImportCells => ({
      ...{ ...row.at, patient: row.code, form: record.form.name },
      cells: fields.map((field) => [field, asText(present?.[field]), asText(becomes[field])] as const),
    });
    const given = Object.keys(record.values).filter((field) => (record.values[field] ?? null) !== null);
    if (fate === 'new') return this.tally.cell('new', given.length, entry(given));
    const same = given.filter((field) => !differing.includes(field));
    this.tally.cell('changed', differing.length, entry(differing));
    this.tally.cell('same', same.length, entry(same));
  }
}

function keptOf({ decision, present }: { decision: Decision; present: StoredRecord }): WrittenRecord {
  const { record, patient, differing } = decision;
  return {
    ...{ form: record.form, centreId: patient.centreId, patientId: patient.id, id: present.id },
    version: present.version + 1,
    was: Object.fromEntries(differing.map((field) => [field, present[field] ?? null])),
  };
}

function fateOf(decisions: readonly Decision[], isNew: boolean): RowFate {
  const fates = decisions.map(({ fate }) => fate);
  if (fates.includes('refused')) return 'refused';
  if (fates.every((fate) => fate === 'same')) return isNew ? 'new' : 'same';
  return fates.every((fate) => fate === 'new') ? 'new' : 'changed';
}

/** It is ambiguous which of two stored records with the same key the row means. */
function severalOf({ label }: Form): Label {
  return {
    en: `a key that one stored ${label.en.toLowerCase()} of the patient has; several have this one, correct them first`,
    zh: `仅对应该患者一条已存${label.zh}的值；现有多条与此相同，请先更正`,
  };
}

function savedBy(name: string | null, { label }: Form): Label {
  return {
    en: `what ${name ?? 'somebody else'} saved in this ${label.en.toLowerCase()} while the import ran: look at it, then import the file again`,
    zh: `导入期间${name ?? '他人'}已保存该条${label.zh}：请先查看，再重新导入文件`,
  };
}

function without(keys: readonly PatientKey[], those: readonly PatientKey[]): PatientKey[] {
  const taken = new Set(those.map(({ centreId, code }) => patientKey(centreId, code)));
  return keys.filter(({ centreId, code }) => !taken.has(patientKey(centreId, code)));
}

function byKey(places: readonly (Patient & { readonly code: string })[]): Map<string, Patient> {
  return new Map(places.map(({ code, ...patient }) => [patientKey(patient.centreId, code), patient]));
}

export function patientKey(centreId: number | undefined, code: string): string {
  return `${centreId} ${code}`;
}

function recordsKey(form: Form, patientId: string): string {
  return `${form.name} ${patientId}`;
}

function isSameRecord({ form, values }: GivenRecord, stored: StoredRecord): boolean {
  return form.key.every((field) => isSame(values[field], stored[field]));
}

function withoutEmpty(values: GivenRecord['values']): GivenRecord['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** A value takes the place of the reason for its absence, and the other way round. */
function withEither(values: GivenRecord['values'], kept: GivenRecord['values']): GivenRecord['values'] {
  let settled: Record<string, null> | null = null;
  for (const field in values) {
    if (values[field] === null) continue;
    if (isReasonKey(field)) (settled ??= {})[fieldOfReason(field)] = null;
    else if ((kept[reasonKey(field)] ?? null) !== null) (settled ??= {})[reasonKey(field)] = null;
  }
  return settled ? { ...values, ...settled } : values;
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null);
}
