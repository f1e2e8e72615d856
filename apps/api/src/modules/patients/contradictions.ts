import {
  earliestDay,
  fieldsOf,
  followUpForm,
  type Form,
  type FormName,
  forms,
  inBoth,
  type Issue,
  type Label,
  type Row,
  showDate,
  statement,
  treatmentForm,
  tumourAssessmentForm,
} from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';

/*
 * The rules over several records of a patient. The view `contradiction` defines what contradicts what; here is what
 * each rule requires, in words. A form refuses what would make a new pair, an import warns of the pairs it touches, and
 * an analysis reports how many of its patients have one.
 */

/**
 * One pair in words, in the order in which the rules are named. For the patients of an analysis the statements describe
 * them.
 */
const rules = {
  twoDeaths: { en: 'Dead on two different days', zh: '有两个不同的死亡日期' },
  aliveAfterDeath: { en: 'Alive after death', zh: '死亡后仍记录为存活' },
  afterDeath: { en: 'Recorded after death', zh: '死亡后仍有记录' },
  visitTwice: { en: 'One visit number for two images', zh: '同一访视编号对应两次影像' },
} as const satisfies Record<string, Label>;

export type ContradictionRule = keyof typeof rules;

export interface Side {
  readonly form: FormName;
  readonly recordId: string;
  readonly field: string;
  readonly on: string | null;
  readonly day: number | null;
}

/** Two records that cannot both be right; `record` contradicts `other`. */
export interface Contradiction {
  readonly patientId: string;
  readonly rule: ContradictionRule;
  readonly record: Side;
  readonly other: Side;
}

/** Of these patients as their records are now, including within the transaction that changes them. */
export function contradictionsOf(tx: StudyTransaction, patientIds: readonly string[]): Promise<Contradiction[]> {
  return tx.rows<Contradiction>(ofPatients, [patientIds]);
}

/** The same of one patient. */
export function contradictionsOfPatient(tx: StudyTransaction, patientId: string): Promise<Contradiction[]> {
  return tx.rows<Contradiction>(ofPatient, [patientId]);
}

/**
 * Of one patient as committed: the few that have any are known from their stored row, and the others cost one look at
 * it.
 */
export function storedContradictionsOf(tx: StudyTransaction, patientId: string): Promise<Contradiction[]> {
  return tx.rows<Contradiction>(ofStoredPatient, [patientId]);
}

/** What a patient's records already are, as far as it decides whether a record that is saved may contradict another. */
export interface Outlook {
  /** As committed. */
  readonly isContradictory: boolean;
  readonly hasDeath: boolean;
  /** The first day of a death; null without one, or where one is known by its study day. */
  readonly firstDeathOn: string | null;
}

/** One look into two indexes: to begin the statements below costs PostgreSQL ten times as much, even where they find nothing. */
export async function outlookOf(tx: StudyTransaction, patientId: string): Promise<Outlook> {
  const [found] = await tx.rows<Outlook>(outlook, [patientId]);
  return found ?? { isContradictory: false, hasDeath: false, firstDeathOn: null };
}

const outlook = {
  name: 'what a save may contradict',
  text: `
    select exists (
        select from portal.subject s where s.centre_id = p.centre_id and s.id = p.id and s.contradictions <> 0
      ) as "isContradictory", death.n > 0 as "hasDeath", death.first_on::text as "firstDeathOn"
    from portal.patient p
    cross join lateral (
      select count(*) as n, case when count(*) = count(f.contact_on) then min(f.contact_on) end as first_on
      from portal.follow_up f where f.centre_id = p.centre_id and f.patient_id = p.id and f.vital_status = 'dead'
    ) death
    where p.id = $1`,
};

/**
 * Every pair is of a death and a later day, or of two images. A first HAIC moves dates against study days, so that a
 * treatment may contradict by any of its days.
 */
export function mayContradict(form: Form, values: Row, { hasDeath, firstDeathOn }: Outlook): boolean {
  if (form.name === tumourAssessmentForm.name) return true;
  if (form.name === followUpForm.name && values['vitalStatus'] === 'dead') return true;
  if (!hasDeath) return false;
  if (form.name === treatmentForm.name || firstDeathOn === null) return true;
  return fieldsOf(form).some(([field, { kind }]) => {
    const value = values[field] ?? null;
    // Of a day known in part the first that it may be counts, as in the view.
    if (kind === 'date') return typeof value === 'string' && earliestDay(value) > firstDeathOn;
    return studyDays.test(field) && value !== null;
  });
}

/** `contactDay`, `assessedDay`. */
const studyDays = /Day$/;

const statementOf = (name: string, patients: string) => ({
  name,
  // `offset 0` keeps it one look per patient: joined, the planner would pair every record of every centre first.
  text: `
    select p.id as "patientId", c.rule,
      json_build_object('form', c.form, 'recordId', c.record_id, 'field', c.field, 'on', c.happened_as, 'day', c.happened_day) as record,
      json_build_object('form', c.other_form, 'recordId', c.other_id, 'field', c.other_field, 'on', c.other_on, 'day', c.other_day) as other
    from portal.patient p
    cross join lateral (
      select * from portal.contradiction c where c.centre_id = p.centre_id and c.patient_id = p.id offset 0
    ) c
    where ${patients}
    order by p.id, c.rule, c.record_id, c.field, c.other_id`,
});

const ofPatients = statementOf('contradictions of patients', 'p.id = any($1::uuid[])');
// A statement of its own: PostgreSQL plans anew for each array, and planning costs ten times as much as one patient. Every
// pair needs a death or a second image of a visit, and most patients have neither when a form is saved.
const ofPatient = statementOf(
  'contradictions of a patient',
  `p.id = $1 and (
    exists (
      select from portal.follow_up f
      where f.centre_id = p.centre_id and f.patient_id = p.id and f.vital_status = 'dead'
    ) or exists (
      select from portal.tumour_assessment a where a.centre_id = p.centre_id and a.patient_id = p.id
      group by a.visit_number having count(*) > 1
    )
  )`,
);
const ofStoredPatient = statementOf(
  'contradictions of a stored patient',
  `p.id = $1 and exists (
    select from portal.subject s where s.centre_id = p.centre_id and s.id = p.id and s.contradictions <> 0
  )`,
);

/** The pairs that the save of a record has made, as faults of that record: each names the other one. */
export function issuesOf(recordId: string, before: readonly Contradiction[], after: readonly Contradiction[]): Issue[] {
  return newPairs(before, after).map((pair) => {
    const own = [pair.record, pair.other].find((side) => side.recordId === recordId);
    // A pair without the record is made by a new first HAIC, which moves dates against study days.
    const field = own?.field ?? 'startedOn';
    const expected = own ? wantedOf(pair, own) : timeZeroFor(pair);
    return { field, problem: 'rule', severity: 'error', expected };
  });
}

/** The pairs that are there now and were not before. */
export function newPairs(before: readonly Contradiction[], after: readonly Contradiction[]): Contradiction[] {
  const known = new Set(before.map(nameOf));
  return after.filter((pair) => !known.has(nameOf(pair)));
}

/** What is expected of one record of the pair, naming the other. */
export function wantedOf({ rule, record, other }: Contradiction, own: Side): Label {
  const isLater = own.recordId === record.recordId;
  const { en, zh } = placeOf(isLater ? other : record);
  switch (rule) {
    case 'visitTwice':
      return {
        en: `a visit number that no other image of the patient has (${en} has it)`,
        zh: `该患者其他影像未使用的访视编号（${zh} 已使用）`,
      };
    case 'twoDeaths':
      return {
        en: `the day of the death that is on record (${en}); if that is wrong, correct it first`,
        zh: `与已记录的死亡（${zh}）同一天；若该记录有误，请先更正`,
      };
    default:
      return isLater
        ? { en: `no later than the death that is on record (${en})`, zh: `不晚于已记录的死亡（${zh}）` }
        : { en: `no earlier than what is on record after it (${en})`, zh: `不早于其后已有的记录（${zh}）` };
  }
}

/** The pair in words, for the patient's own page. */
export function describePair({ rule, record, other }: Contradiction): Label {
  const pair = rules[rule];
  const [of, against] = [placeOf(record), placeOf(other)];
  return { en: `${pair.en}: ${of.en}; ${against.en}`, zh: `${pair.zh}：${of.zh}；${against.zh}` };
}

function timeZeroFor({ record, other }: Contradiction): Label {
  const [late, death] = [placeOf(record), placeOf(other)];
  return {
    en: `a first HAIC by which ${late.en} is not after the death (${death.en})`,
    zh: `使${late.zh} 不晚于死亡（${death.zh}）的首次 HAIC 日期`,
  };
}

/** `Treatment, Last HAIC 2022-05-11`. */
function placeOf({ form: name, field, on, day }: Side): Label {
  const form = forms.find((one) => one.name === name);
  const label = form && fieldsOf(form).find(([key]) => key === field)?.[1].label;
  // A visit number is the same in both records: there the day distinguishes them.
  const [en, zh] = !label || field === 'visitNumber' ? ['', ''] : [`${label.en} `, `${label.zh} `];
  const date = on === null ? null : showDate(on);
  return {
    en: `${form?.label.en ?? name}, ${en}${date ?? `day ${day}`}`,
    zh: `${form?.label.zh ?? name}，${zh}${date ?? `研究日 ${day}`}`,
  };
}

/** The two records, whichever contradicts the other and by which rule: a correction may reverse them. */
function nameOf({ record, other }: Contradiction): string {
  return [record.recordId, other.recordId].toSorted().join(' ');
}

export interface ContradictionCount extends Label {
  readonly reason: ContradictionRule;
  readonly n: number;
}

/**
 * How many patients have contradictory records, by rule, in words; a patient may be counted under several.
 * @param counts - one for each rule in the order of `rules`, as the bits of `subject.contradictions` are.
 */
export function contradictionCounts(counts: ArrayLike<number>): ContradictionCount[] {
  return (Object.keys(rules) as ContradictionRule[]).flatMap((rule, bit) => {
    const n = counts[bit] ?? 0;
    return n === 0 ? [] : { reason: rule, n, ...inBoth(statement(rule, { n })) };
  });
}

/** The same of patients who each have their bits: a bit for each rule, as in `subject.contradictions`. */
export function contradictionsAmong(patients: readonly { readonly contradictions: number }[]): ContradictionCount[] {
  const those = (bit: number) => patients.filter(({ contradictions }) => (contradictions >> bit) & 1);
  return contradictionCounts(Object.keys(rules).map((_, bit) => those(bit).length));
}
