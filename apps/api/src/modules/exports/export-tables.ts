import {
  adverseEventForm,
  columnOf,
  fieldsOf,
  type Form,
  forms,
  formOfStudy,
  ownVariables,
  type SubjectVariable,
} from '@haim/schema';
import { frozenEvents, frozenSubjects, type StudyMoment } from '../../columns/index.ts';
import { tableOf } from '../../db/entity-from-form.ts';
import { inTurn, type ReadTransaction } from '../../db/study-db.ts';
import { type DescribedTable, numberedCodes, tableColumn } from '../../tables/index.ts';
import { readFields, type StudyField } from '../fields/index.ts';
import { lastingOrderOf } from '../patients/index.ts';
import { analysisName, analysisSource } from './analysis-table.ts';
import { type DateShift } from './de-identify.ts';
import { type StudyCodes } from './export-columns.ts';
import { formSource, stored } from './form-table.ts';
import { describedSource, type LeftOutColumn, rowsOf, type Source } from './source-table.ts';

export interface AskedTables {
  readonly studyId: number;
  readonly centreIds: readonly number[];
  /** null: everybody of these centres. */
  readonly patientIds: readonly string[] | null;
  readonly shift: DateShift | null;
  readonly unusedForms: readonly string[];
  readonly recipe: string;
}

export interface ExportTables {
  readonly tables: readonly DescribedTable[];
  readonly leftOut: readonly LeftOutColumn[];
  /** The forms as the study has them. */
  readonly forms: readonly Form[];
  /** The same tables, of some of the patients alone, for formats that have everything of a patient together. */
  readonly ofPatients: (patientIds: readonly string[]) => readonly TableOfPatients[];
}

export interface TableOfPatients extends Pick<DescribedTable, 'name' | 'columns' | 'batches'> {
  /** Who last changed each record and when, behind its cells; not where identities are left out. */
  readonly hasAudit: boolean;
}

/** The analysis row and the forms of some patients, as one transaction sees them; of a snapshot what it keeps. */
export async function exportTables(
  tx: ReadTransaction,
  moment: StudyMoment,
  asked: AskedTables,
): Promise<ExportTables> {
  const { studyId, centreIds, shift, unusedForms, recipe } = asked;
  const fields = (await readFields(tx, studyId)).filter(({ state }) => state !== 'draft').map(withState);
  const ofStudy = forms.map((form) => formOfStudy(form, fields));
  const lists = await studyCodes(tx, studyId);
  const isIdentified = shift === null;
  const frozen = moment.frozen?.id ?? null;
  const sharedBy = new Map<string, ReadonlySet<string>>();
  const used = ofStudy.filter((form) => frozen === null || form.name === adverseEventForm.name);
  if (!isIdentified) {
    for (const form of used) sharedBy.set(form.name, await sharedIn(tx, form, recordsFrom(form, frozen, asked).from));
  }
  const own = ownVariablesOf(moment, fields);
  const sourcesOf = (of: AskedTables): { source: Source; leftOut: readonly LeftOutColumn[] }[] => [
    analysisSource({
      ...{ lists, isIdentified, forms: ofStudy, own, recipe },
      dataVersion: moment.version,
      hasRecords: frozen === null,
      from: `${subjectsFrom(frozen, studyId, centreIds)}${among('s.id', of)}`,
    }),
    ...used.map((form) => {
      const sharedTexts = sharedBy.get(form.name) ?? new Set<string>();
      return formSource(form, { lists, isIdentified, sharedTexts, ...recordsFrom(form, frozen, of) });
    }),
  ];
  const sources = sourcesOf(asked);
  const tables: DescribedTable[] = [];
  for (const { source } of sources) {
    const table = await describedSource(tx, source, shift);
    if (table.rows > 0 || !unusedForms.some((name) => tableOfName(name) === table.name)) tables.push(table);
  }
  const hasAudit = isIdentified && frozen === null;
  const ofPatients = (patientIds: readonly string[]): TableOfPatients[] =>
    sourcesOf({ ...asked, patientIds }).flatMap(({ source }) => {
      const described = tables.find(({ name }) => name === source.name);
      if (!described) return [];
      const isRecord = hasAudit && source.name !== analysisName;
      const read = isRecord ? withAudit(source) : source;
      const { name, columns: of } = described;
      return [{ name, columns: of, hasAudit: isRecord, batches: () => rowsOf(tx, read, shift) }];
    });
  return { tables, forms: ofStudy, leftOut: sources.flatMap(({ leftOut }) => leftOut), ofPatients };
}

function subjectsFrom(frozen: string | null, studyId: number, centreIds: readonly number[]): string {
  if (frozen !== null) return frozenSubjects(frozen, centreIds);
  const study = whole(studyId);
  return `from portal.subject s where s.study_id = ${study} and s.recipe_id = (select recipe_id from portal.study where id = ${study})
    and s.centre_id in (${listed(centreIds)})`;
}

/** How many patients these centres have. */
export async function countPatients(
  tx: ReadTransaction,
  studyId: number,
  centreIds: readonly number[],
): Promise<number> {
  const [found] = await tx.rows<{ n: number }>(`select count(*)::int as n ${subjectsFrom(null, studyId, centreIds)}`);
  return found?.n ?? 0;
}

/** Their ids, in the order of their codes. */
export async function patientsInOrder(
  tx: ReadTransaction,
  studyId: number,
  centreIds: readonly number[],
): Promise<string[]> {
  const from = subjectsFrom(null, studyId, centreIds);
  const found = await tx.rows<{ id: string }>(`select s.id ${from} order by s.code collate "C", s.id`);
  return found.map(({ id }) => id);
}

/** The source with who last changed each record, and when, behind its columns. */
function withAudit(source: Source): Source {
  const place = 1 + source.selected.length;
  const added = [
    { sql: 'r.updated_by', type: 'text' as const },
    { sql: `to_char(r.updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`, type: 'text' as const },
  ];
  const [by, at] = added.map((_, i) => ({
    column: tableColumn({ name: `audit_${i}`, label: { en: '', zh: '' }, type: 'text' }),
    cell: stored(place + i),
  }));
  return {
    ...source,
    selected: [...source.selected, ...added],
    columns: [...source.columns, ...(by && at ? [by, at] : [])],
  };
}

/** Whoever last changed a record of these centres. */
export async function usersOf(tx: ReadTransaction, centreIds: readonly number[]): Promise<string[]> {
  const of = forms.map((form) => `select updated_by from portal.${tableOf(form)} where centre_id = any ($1)`);
  const found = await tx.rows<{ id: string }>(`select updated_by as id from (${of.join(' union ')}) u order by 1`, [
    centreIds,
  ]);
  return found.map(({ id }) => id);
}

/** What so many patients have in common says nothing of one of them. */
const SHARED_BY = 10;

async function sharedIn(tx: ReadTransaction, form: Form, from: string): Promise<Set<string>> {
  const named = fieldsOf(form).flatMap(([field, spec]) =>
    spec.kind === 'text' && spec.names ? [columnOf(field)] : [],
  );
  const found = await inTurn(named, (column) =>
    tx.rows<{ text: string }>(
      `select r.${column} as text ${from} and r.${column} is not null group by 1 having count(distinct p.id) >= ${SHARED_BY}`,
    ),
  );
  return new Set(found.flat().map(({ text }) => text));
}

function recordsFrom(form: Form, frozen: string | null, asked: AskedTables): { from: string; orderBy: string } {
  const orderBy = `p.code collate "C", p.id, ${frozen === null ? lastingOrderOf(form) : 'r.id'}`;
  if (frozen !== null) {
    const kept = frozenEvents(frozen, asked.centreIds).replace(
      ' where ',
      ' cross join lateral (select s.id, s.code) p cross join lateral (select s.centre as code) c where ',
    );
    return { from: `${kept}${among('s.id', asked)}`, orderBy };
  }
  const from = `from portal.${tableOf(form)} r join portal.patient p on p.centre_id = r.centre_id and p.id = r.patient_id
    join portal.centre c on c.id = r.centre_id where r.centre_id in (${listed(asked.centreIds)})${among('r.patient_id', asked)}`;
  return { from, orderBy };
}

/** COPY takes no parameters: ids are checked before they are written into the statement. */
function among(column: string, { patientIds }: AskedTables): string {
  if (patientIds === null) return '';
  const strange = patientIds.find((id) => !/^[0-9a-f-]{36}$/.test(id));
  if (strange !== undefined) throw new Error('a patient is named by an id');
  return ` and ${column} = any ('{${patientIds.join(',')}}'::uuid[])`;
}

function listed(ids: readonly number[]): string {
  return ids.map(whole).join(', ');
}

function whole(id: number): number {
  if (!Number.isSafeInteger(id)) throw new Error('a study and a centre are named by whole numbers');
  return id;
}

function tableOfName(name: string): string | undefined {
  const form = forms.find((one) => one.name === name);
  return form && tableOf(form);
}

/** What was entered in a field that is retired stays readable, and is exported. */
function withState(field: StudyField): StudyField {
  if (field.state !== 'retired') return field;
  const { en, zh } = field.label;
  return { ...field, label: { en: `${en} (retired)`, zh: `${zh}（已停用）` } };
}

/** Those of the moment, without the cohorts that the study keeps. */
function ownVariablesOf(moment: StudyMoment, fields: readonly StudyField[]): readonly SubjectVariable[] {
  const there = new Set(moment.own.map(({ name }) => name));
  return ownVariables(fields).filter(({ name }) => there.has(name));
}

async function studyCodes(tx: ReadTransaction, studyId: number): Promise<StudyCodes> {
  const arms = await tx.rows<{ code: string; en: string; zh: string | null }>(
    'select code, label as en, label_zh as zh from portal.study_arm where study_id = $1 order by position',
    [studyId],
  );
  const centres = await tx.rows<{ code: string; name: string }>(
    'select code, name from portal.centre where study_id = $1 order by code',
    [studyId],
  );
  return {
    arms: numberedCodes(arms.map(({ code, en, zh }) => ({ code, label: { en, zh: zh ?? en } }))),
    centres: numberedCodes(centres.map(({ code, name }) => ({ code, label: { en: name, zh: name } }))),
  };
}
