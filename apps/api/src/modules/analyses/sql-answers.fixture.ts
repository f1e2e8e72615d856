import { subjectVariable } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type CohortInput, CohortSql } from '../cohort/index.ts';

/*
 * What analyses asked of the database before they read columns, statement by statement over the stored rows: the truth
 * that columns are held to.
 */

interface Scope {
  readonly studyId: number;
  readonly readCentres: readonly number[];
}

/** Fields that the test's studies add, from the records themselves. */
const day = (of: string) => `(coalesce((t.started_on + ${of}) <= y.cutoff_on, true))`;
const several = (table: string, alias: string, of: string) =>
  `from portal.${table} ${alias} join portal.study y on y.id = s.study_id
   left join portal.treatment t on t.patient_id = ${alias}.patient_id
   where ${alias}.patient_id = s.id${of === '' ? '' : ` and ${day(of)}`}`;
export const ownFields: Readonly<Record<string, string>> = {
  own_smoking: `(select b.own ->> 'own_smoking' from portal.baseline b where b.patient_id = s.id)`,
  own_dose: `(select (t.own ->> 'own_dose')::float8 from portal.treatment t where t.patient_id = s.id)`,
  own_admitted: `(select bool_or((e.own ->> 'own_admitted')::boolean) ${several('adverse_event', 'e', '')})`,
  own_weight: `(select (f.own ->> 'own_weight')::float8 ${several('follow_up', 'f', 'f.contact_day')} and f.own ? 'own_weight'
    order by f.contact_day desc, f.own -> 'own_weight' limit 1)`,
  own_uptake: `(select max((a.own ->> 'own_uptake')::float8) ${several('tumour_assessment', 'a', 'a.assessed_day')})`,
};

const column = (variable: string) => ownFields[variable] ?? `s.${subjectVariable(variable)?.column ?? ''}`;

export async function sizeBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null): Promise<number> {
  const sql = new CohortSql(scope, cohort);
  const [row] = await tx.rows<{ n: number }>(
    `select count(*)::int as n from portal.subject s where ${sql.where()}`,
    sql.values,
  );
  return row?.n ?? 0;
}

/** Patients by value; the conditions on the variable itself are left out by the caller. */
export function facetBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null, variable: string) {
  const sql = new CohortSql(scope, cohort);
  return tx.rows<{ value: string | null; n: number }>(
    `select value, count(*)::int as n from (
       select ${column(variable)}::text as value from portal.subject s where ${sql.where()}
     ) valued group by value order by value collate "C" nulls last`,
    sql.values,
  );
}

/** Patients by the bins of a quantity or date, by PostgreSQL's own `width_bucket`. */
export async function binsBySql(
  tx: StudyTransaction,
  scope: Scope,
  cohort: CohortInput | null,
  variable: string,
  edges: readonly number[],
): Promise<number[]> {
  const sql = new CohortSql(scope, cohort);
  const value =
    subjectVariable(variable)?.kind === 'date' ? `(${column(variable)} - date '1970-01-01')` : column(variable);
  const found = await tx.rows<{ bin: number; n: number }>(
    `select width_bucket(${value}::float8, ${sql.value([...edges])}::float8[]) as bin, count(*)::int as n
     from portal.subject s where ${sql.where()} group by 1`,
    sql.values,
  );
  return edges.slice(1).map((_, k) => found.find(({ bin }) => bin === k + 1)?.n ?? 0);
}

export function armsBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null) {
  const sql = new CohortSql(scope, cohort);
  const best = (code: string) => `(count(*) filter (where s.best_response = '${code}'))::int as ${code.toLowerCase()}`;
  return tx.rows<Record<'n' | 'cr' | 'pr' | 'sd' | 'pd' | 'anyGrade' | 'gradeThreeOrMore', number> & { arm: string }>(
    `select s.arm, count(*)::int as n, ${['CR', 'PR', 'SD', 'PD'].map(best).join(', ')},
       (count(*) filter (where worst.grade >= 1))::int as "anyGrade",
       (count(*) filter (where worst.grade >= 3))::int as "gradeThreeOrMore"
     from portal.subject s
     left join (
       select patient_id, max(grade::int) as grade from portal.adverse_event group by patient_id
     ) worst on worst.patient_id = s.id
     where ${sql.where()} group by s.arm order by s.arm collate "C" nulls last`,
    sql.values,
  );
}

/** Quartiles by linear interpolation; standard deviation with n - 1. */
export async function quantityBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null, variable: string) {
  const sql = new CohortSql(scope, cohort);
  const of = 'of_patient';
  const [row] = await tx.rows<Record<string, number | null> & { quartiles: number[] | null }>(
    `select count(${of})::int as n, (count(*) - count(${of}))::int as missing, avg(${of})::float8 as mean,
       stddev_samp(${of})::float8 as "standardDeviation", min(${of})::float8 as minimum, max(${of})::float8 as maximum,
       percentile_cont(array[0.25, 0.5, 0.75]) within group (order by ${of}::float8) as quartiles
     from (select ${column(variable)} as of_patient from portal.subject s where ${sql.where()}) valued`,
    sql.values,
  );
  const { quartiles, ...summary } = row ?? { quartiles: null };
  const [lowerQuartile = null, median = null, upperQuartile = null] = quartiles ?? [];
  return { ...summary, lowerQuartile, median, upperQuartile };
}

/** Patients by group, day and event, and without a time by reason; as `group day events` and `group reason`. */
export async function timesBySql(
  tx: StudyTransaction,
  scope: Scope,
  cohort: CohortInput | null,
  endpoint: 'os' | 'pfs',
  groupBy: string | null,
): Promise<string[]> {
  const sql = new CohortSql(scope, cohort);
  const rows = await tx.rows<{
    grp: string | null;
    missing: string | null;
    day: number;
    patients: number;
    events: number;
  }>(
    `select ${groupBy === null ? `'All'` : `${column(groupBy)}::text`} as grp, s.${endpoint}_missing as missing, s.${endpoint}_days as day,
       count(*)::int as patients, (count(*) filter (where s.${endpoint}_event))::int as events
     from portal.subject s where ${sql.where()} group by 1, 2, 3`,
    sql.values,
  );
  const dropped = new Map<string, number>();
  const lines = rows.flatMap(({ grp, missing, day, patients, events }) => {
    const reason = grp === null ? 'noGroup' : missing;
    if (reason === null) return [`${grp} ${day} ${events} ${patients - events}`];
    dropped.set(reason, (dropped.get(reason) ?? 0) + patients);
    return [];
  });
  return [...lines, ...[...dropped].map(([reason, n]) => `${reason}: ${n}`)].sort();
}

/** From the view of pairs, not from the stored bits. */
export function contradictionsBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null) {
  const sql = new CohortSql(scope, cohort);
  return tx.rows<{ rule: string; n: number }>(
    `select c.rule, count(*)::int as n
     from (select distinct centre_id, patient_id, rule from portal.contradiction where centre_id = any(${sql.readCentres})) c
     join portal.subject s on s.centre_id = c.centre_id and s.id = c.patient_id
     where ${sql.where()} group by c.rule
     order by array_position(array['twoDeaths', 'aliveAfterDeath', 'afterDeath', 'visitTwice'], c.rule)`,
    sql.values,
  );
}

export function worstGradesBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null) {
  const sql = new CohortSql(scope, cohort);
  return tx.rows<{ arm: string | null; term: string; grade: number; n: number }>(
    `select s.arm, m.term, m.grade, count(*)::int as n
     from (select patient_id, term, max(grade::int) as grade from portal.adverse_event group by 1, 2) m
     join portal.subject s on s.id = m.patient_id
     where ${sql.where()} group by 1, 2, 3 order by s.arm collate "C" nulls last, m.term collate "C", m.grade`,
    sql.values,
  );
}

/** Patients, those with grade 3 or more, and events by arm and by what is said of the events. */
export function eventFactsBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null) {
  const sql = new CohortSql(scope, cohort);
  const related = (column: string) =>
    `coalesce(array_position(array['possible', 'probable', 'definite'], e.${column}), 0) > 0`;
  return tx.rows<{ arm: string | null; fact: string; patients: number; severe: number; events: number }>(
    `select s.arm, f.fact, count(distinct e.patient_id)::int as patients,
       count(distinct e.patient_id) filter (where e.grade::int >= 3)::int as severe, count(*)::int as events
     from portal.adverse_event e
     join portal.subject s on s.id = e.patient_id
     cross join lateral (values
       ('any', true), ('serious', e.serious), ('outcome fatal', e.outcome = 'fatal'), ('action stopped', e.action_taken = 'stopped'),
       ('related haic', ${related('related_to_haic')}), ('related tki', ${related('related_to_tki')}),
       ('related systemic', ${['related_to_tki', 'related_to_ici', 'related_to_systemic'].map(related).join(' or ')})
     ) f(fact, holds)
     where f.holds and ${sql.where()} group by 1, 2 order by s.arm collate "C" nulls last, f.fact collate "C"`,
    sql.values,
  );
}

/** Days, ascending, from the first HAIC to the first event of a term, by arm. */
export function onsetBySql(tx: StudyTransaction, scope: Scope, cohort: CohortInput | null) {
  const sql = new CohortSql(scope, cohort);
  return tx.rows<{ arm: string | null; term: string; days: number[] }>(
    `select s.arm, m.term, array_agg(m.days order by m.days) as days
     from (select e.patient_id, e.term, min(e.started_day - t.started_on) as days from portal.adverse_event e
           join portal.treatment t on t.patient_id = e.patient_id where e.started_day >= t.started_on group by 1, 2) m
     join portal.subject s on s.id = m.patient_id
     where ${sql.where()} group by 1, 2 order by s.arm collate "C" nulls last, m.term collate "C"`,
    sql.values,
  );
}
