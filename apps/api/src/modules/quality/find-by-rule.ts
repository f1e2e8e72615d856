import {
  formsOfStudy,
  isQualityRuleName,
  type OwnField,
  ownVariables,
  type QualityRuleName,
  subjectVariable,
  variableOfRule,
  withReasons,
} from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { cohortSql } from '../cohort/index.ts';
import { readOwnFields } from '../fields/index.ts';
import { builtInRules } from './built-in-rules.query.ts';
import { type RuleInStudy } from './quality-rule.query.ts';
import { missingForms, missingValues, softChecks } from './record-rules.query.ts';
import { findStages } from './stage-findings.ts';

export interface CheckedStudy {
  readonly id: number;
  readonly centreIds: readonly number[];
  readonly unusedTables: readonly string[];
  readonly ownFields: readonly OwnField[];
}

/** What a run needs to know of its study before it looks at records. */
export async function readCheckedStudy(tx: StudyTransaction, id: number): Promise<CheckedStudy> {
  const [study] = await tx.rows<{ centreIds: number[]; unusedTables: string[] }>(
    `select portal.checked_centres() as "centreIds", unused_forms as "unusedTables" from portal.study where id = $1`,
    [id],
  );
  if (!study) throw new Error('a run of a study that is not there');
  return { id, ...study, ownFields: await readOwnFields(tx, id) };
}

interface Evaluation {
  readonly run: string;
  readonly study: CheckedStudy;
  readonly rule: RuleInStudy;
}

/** Notes what a rule finds for the run, for each of its statements in one statement of the database. */
export async function find(tx: StudyTransaction, evaluation: Evaluation, signal: AbortSignal): Promise<void> {
  const { run, study, rule } = evaluation;
  const { centreIds } = study;
  if (!isQualityRuleName(rule.key)) return findOwn(tx, evaluation);
  if (rule.key === 'stageDiffers') return findStages(tx, { run, centreIds, rule: rule.key }, signal);
  if (rule.key === 'missingValue') return findMissing(tx, evaluation, signal);
  for (const statement of statementsOf(rule.key, study)) {
    signal.throwIfAborted();
    await tx.rows(`${noted} select $2, f.c, f.p, $3, f.form, f.r, f.field, f.recorded, f.expected
      from (${statement}) as f(c, p, form, r, field, recorded, expected)`, [centreIds, run, rule.key]); // prettier-ignore
  }
}

/** The missing values of a record are noted in one row, and so stored. */
async function findMissing(tx: StudyTransaction, { run, study, rule }: Evaluation, signal: AbortSignal): Promise<void> {
  const { centreIds, ownFields, unusedTables } = study;
  for (const statement of missingValues(formsOfStudy(ownFields).map(withReasons), unusedTables)) {
    signal.throwIfAborted();
    await tx.rows(
      `insert into portal.quality_found (run_id, centre_id, patient_id, rule, form, record_id, fields)
       select $2, f.c, f.p, $3, f.form, f.r, f.fields from (${statement}) as f(c, p, form, r, fields)`,
      [centreIds, run, rule.key],
    );
  }
}

const noted = `insert into portal.quality_found
  (run_id, centre_id, patient_id, rule, form, record_id, field, recorded, expected)`;

function statementsOf(
  rule: Exclude<QualityRuleName, 'stageDiffers' | 'missingValue'>,
  study: CheckedStudy,
): readonly string[] {
  switch (rule) {
    case 'softCheck':
      return softChecks();
    case 'missingForm':
      return missingForms(study.unusedTables);
    default:
      return [builtInRules[rule]];
  }
}

/** Patients of whom the condition of a rule of the study holds, at the first field that it names. */
async function findOwn(tx: StudyTransaction, { run, study, rule }: Evaluation): Promise<void> {
  if (!rule.condition) throw new Error(`rule ${rule.key} has no condition`);
  const scope = { studyId: study.id, readCentres: study.centreIds };
  const sql = await cohortSql(tx, scope, { filter: rule.condition });
  const where = sql.where();
  const name = variableOfRule(rule.condition);
  const variable = subjectVariable(name) ?? ownVariables(study.ownFields).find((one) => one.name === name);
  // What is derived, or known from the registry, is of no field.
  const place = typeof variable?.from === 'object' ? variable.from : { form: 'demographics', field: null };
  await tx.rows(
    `${noted} select ${sql.value(run)}, s.centre_id, s.id, ${sql.value(rule.key)}, ${sql.value(place.form)},
       null::uuid, ${sql.value(place.field)}::text, null::text, null::text
     from portal.subject s where ${where}`,
    sql.values,
  );
}
