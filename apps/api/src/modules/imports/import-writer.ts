import { checkRow, type Form, isError, type StudyLists } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { entityOf } from '../../db/entities.ts';
import { type StoredRow } from '../../db/entity-from-form.ts';
import { type WriteTransaction } from '../../db/study-db.ts';
import { type RowFate, type Tally } from './import-report.ts';
import { type GivenRecord, type GivenRow } from './import-row.ts';
import { WrittenRecords } from './written-records.ts';

type StoredRecord = StoredRow & Record<string, unknown>;
type Patient = { readonly id: string; readonly centreId: number };

type PlacedRow = GivenRow & { readonly centre: string };

export interface WriterScope {
  readonly asker: Asker;
  readonly lists: StudyLists;
  /** The centres of the study by code, and which of them the asker may write for. */
  readonly centres: ReadonlyMap<string, number>;
  readonly writable: readonly number[];
  /** Whether an empty cell clears what is stored. */
  readonly blankEmpty: boolean;
}

/** Brings batches of rows to the database within one transaction: what is new is added, what differs corrected. */
export class ImportWriter {
  /** Which record of which patient a line has already given: a second line for it is a duplicate. */
  private readonly given = new Map<string, number>();
  readonly written = new WrittenRecords();

  constructor(
    private readonly tx: WriteTransaction,
    private readonly scope: WriterScope,
    private readonly tally: Tally,
  ) {}

  async write(given: readonly GivenRow[]): Promise<void> {
    const rows = await this.placed(given);
    const sound = rows.filter((row) => this.isSound(row));
    const patients = await this.patientsOf(sound);
    const stored = await this.storedOf(sound, patients);
    const additions = new Map<Form, Record<string, unknown>[]>();
    for (const row of sound) {
      const patient = patients.get(patientKey(this.scope.centres.get(row.centre), row.code));
      if (patient) this.tally.row(await this.row(row, patient, stored, additions));
    }
    for (const [form, values] of additions) {
      await this.tx.manager.createQueryBuilder().insert().into(entityOf(form.name)).values(values).execute();
    }
  }

  /** Finds the centre of rows that leave it to what is stored; a code in no centre or in several stays without one. */
  private async placed(rows: readonly GivenRow[]): Promise<PlacedRow[]> {
    const codes = rows.filter(({ centre }) => centre === null).map(({ code }) => code);
    const found = codes.length
      ? await this.tx.rows<{ code: string; centres: string[] }>(
          `select p.code, array_agg(c.code) as centres from portal.patient p join portal.centre c on c.id = p.centre_id
           where p.code = any($1) and p.centre_id = any($2) group by p.code`,
          [codes, this.scope.writable],
        )
      : [];
    const centreOf = new Map(found.map(({ code, centres }) => [code, centres]));
    return rows.map((row) => {
      if (row.centre !== null) return { ...row, centre: row.centre };
      const [only = '', ...others] = centreOf.get(row.code) ?? [];
      const placed = { ...row, centre: others.length ? '' : only };
      if (placed.centre !== '' || row.problems.length) return placed;
      const expected = { en: 'the code of a stored patient of one centre', zh: '某一中心已有患者的编号' };
      return {
        ...placed,
        problems: [{ row: row.line, column: row.identity.code, value: row.code, rule: 'unknownPatient', expected }],
      };
    });
  }

  /** Refuses what needs no look at the stored rows: cells, centre, duplicates within the file. */
  private isSound(row: PlacedRow): boolean {
    const problems = [...row.problems];
    const centreId = this.scope.centres.get(row.centre);
    const refuse = (column: string, value: string, rule: string, en: string, zh: string) =>
      problems.push({ row: row.line, column, value, rule, expected: { en, zh } });
    if (row.centre === '' && problems.length) {
      // Said already: a row without a known patient has no centre either.
    } else if (centreId === undefined) {
      const codes = [...this.scope.centres.keys()];
      refuse(
        row.identity.centre,
        row.centre,
        'notInList',
        `one of ${codes.join(', ')}`,
        `以下之一：${codes.join('、')}`,
      );
    } else if (!this.scope.writable.includes(centreId)) {
      refuse(
        row.identity.centre,
        row.centre,
        'centreNotYours',
        'a centre for which you may write',
        '您有录入权限的中心',
      );
    }
    for (const record of row.records) {
      const key = recordKey(centreId, row.code, record);
      const earlier = this.given.get(key);
      if (earlier !== undefined) {
        const which = record.form.repeats ? record.form.key.join(' and ') : 'patient';
        refuse(
          record.form.repeats ? cellOf(record, record.form.key[0]).column : row.identity.code,
          row.code,
          'duplicate',
          `one ${record.form.label.en} per ${which}; line ${earlier} gives it already`,
          `每个 ${which} 只有一条${record.form.label.zh}；第 ${earlier} 行已给出`,
        );
      }
      this.given.set(key, earlier ?? row.line);
    }
    problems.forEach((problem) => this.tally.refuse(problem));
    if (problems.length) this.tally.row('refused');
    return problems.length === 0;
  }

  private async patientsOf(rows: readonly PlacedRow[]): Promise<Map<string, Patient & { isNew: boolean }>> {
    const wanted = new Map(
      rows.map(({ centre, code }) => [
        patientKey(this.scope.centres.get(centre), code),
        { centreId: this.scope.centres.get(centre), code },
      ]),
    );
    const values = [[...wanted.values()].map(({ centreId }) => centreId), [...wanted.values()].map(({ code }) => code)];
    const created = await this.tx.rows<{ id: string }>(
      `insert into portal.patient (centre_id, code, updated_by)
       select w.centre_id, w.code, $3 from unnest($1::int[], $2::text[]) as w(centre_id, code)
       where not exists (select 1 from portal.patient p where p.centre_id = w.centre_id and p.code = w.code) returning id`,
      [...values, this.scope.asker.name],
    );
    const fresh = new Set(created.map(({ id }) => id));
    // Locked, as a form locks its patient: what either is about to write may contradict what the other is.
    const found = await this.tx.rows<{ id: string; centreId: number; code: string }>(
      `select p.id, p.centre_id as "centreId", p.code from portal.patient p
       join unnest($1::int[], $2::text[]) as w(centre_id, code) on w.centre_id = p.centre_id and w.code = p.code
       order by p.id for no key update of p`,
      values,
    );
    return new Map(
      found.map(({ id, centreId, code }) => [patientKey(centreId, code), { id, centreId, isNew: fresh.has(id) }]),
    );
  }

  /** What is stored of the batch's patients, by form and patient. */
  private async storedOf(
    rows: readonly GivenRow[],
    patients: ReadonlyMap<string, Patient>,
  ): Promise<Map<string, StoredRecord[]>> {
    const touched = new Set(rows.flatMap(({ records }) => records.map(({ form }) => form)));
    const ids = [...patients.values()].map(({ id }) => id);
    const stored = new Map<string, StoredRecord[]>();
    for (const form of touched) {
      const records = await this.tx.manager
        .createQueryBuilder(entityOf(form.name), 'record')
        .where('record.patient_id = any(:ids)', { ids })
        .getMany();
      for (const record of records as StoredRecord[]) {
        const key = `${form.name} ${record.patientId}`;
        stored.set(key, [...(stored.get(key) ?? []), record]);
      }
    }
    return stored;
  }

  private async row(
    row: PlacedRow,
    patient: Patient & { isNew: boolean },
    stored: ReadonlyMap<string, StoredRecord[]>,
    additions: Map<Form, Record<string, unknown>[]>,
  ): Promise<RowFate> {
    const fates: RowFate[] = [];
    for (const record of row.records) {
      const present = (stored.get(`${record.form.name} ${patient.id}`) ?? []).filter((candidate) =>
        isSameRecord(record, candidate),
      );
      fates.push(
        present.length > 1
          ? this.refuseRepeated(row.line, record)
          : await this.record(row, record, patient, present[0], additions),
      );
    }
    if (fates.includes('refused')) return 'refused';
    if (fates.every((fate) => fate === 'same')) return patient.isNew ? 'new' : 'same';
    return fates.every((fate) => fate === 'new') ? 'new' : 'changed';
  }

  /** Which of two stored records with one key the row means cannot be told. */
  private refuseRepeated(line: number, record: GivenRecord): RowFate {
    const expected = {
      en: `a key that one stored ${record.form.label.en.toLowerCase()} of the patient has; several have this one, correct them first`,
      zh: `仅对应该患者一条已存${record.form.label.zh}的值；现有多条与此相同，请先更正`,
    };
    this.tally.refuse({ row: line, ...cellOf(record, record.form.key[0]), rule: 'repeatedRecord', expected });
    return 'refused';
  }

  private async record(
    { line, code }: GivenRow,
    record: GivenRecord,
    patient: Patient,
    present: StoredRecord | undefined,
    additions: Map<Form, Record<string, unknown>[]>,
  ): Promise<RowFate> {
    const { form } = record;
    const kept = Object.fromEntries(Object.keys(form.fields).map((field) => [field, present?.[field] ?? null]));
    const values = present && !this.scope.blankEmpty ? withoutEmpty(record.values) : record.values;
    const becomes = { ...kept, ...values };
    const issues = checkRow(form, becomes, this.scope.lists);
    for (const issue of issues) {
      const problem = { row: line, ...cellOf(record, issue.field), rule: issue.problem, expected: issue.expected };
      if (isError(issue)) this.tally.refuse(problem);
      else this.tally.warn(problem);
    }
    if (issues.some(isError)) return 'refused';
    this.written.note(line, record, patient.id);
    const differing = Object.keys(values).filter((field) => !isSame(values[field], kept[field]));
    const fate = present === undefined ? 'new' : differing.length > 0 ? 'changed' : 'same';
    this.tally.record(form.name, fate);
    this.tally.leave(
      Object.keys(record.values).filter((field) => !isSame(becomes[field], record.values[field])).length,
    );
    if (fate === 'changed') {
      for (const field of differing) {
        const [from, to] = [asText(kept[field]), asText(values[field])];
        this.tally.change({ row: line, patient: code, form: form.name, field, from, to });
      }
    }
    if (fate === 'new') {
      const row = { ...becomes, patientId: patient.id, centreId: patient.centreId, updatedBy: this.scope.asker.name };
      additions.set(form, [...(additions.get(form) ?? []), row]);
    } else if (fate === 'changed' && present) {
      await this.tx.manager
        .createQueryBuilder()
        .update(entityOf(form.name))
        .set({ ...values, version: present.version + 1, updatedAt: () => 'now()', updatedBy: this.scope.asker.name })
        .where('id = :id', { id: present.id })
        .execute();
    }
    return fate;
  }
}

function patientKey(centreId: number | undefined, code: string): string {
  return `${centreId} ${code}`;
}

function recordKey(centreId: number | undefined, code: string, { form, values }: GivenRecord): string {
  return JSON.stringify([centreId, code, form.name, ...form.key.map((field) => values[field] ?? null)]);
}

function isSameRecord({ form, values }: GivenRecord, stored: StoredRecord): boolean {
  return form.key.every((field) => isSame(values[field], stored[field]));
}

function withoutEmpty(values: GivenRecord['values']): GivenRecord['values'] {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

function asText(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

function isSame(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null);
}

function cellOf({ cells }: GivenRecord, field: string | undefined): { column: string; value: string } {
  return (field === undefined ? undefined : cells[field]) ?? { column: field ?? '', value: '' };
}
