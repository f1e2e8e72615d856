import {
  columnOf,
  type DisclosureRule,
  type FormName,
  forms,
  type MinimumFollowUp,
  type ScoreOfPatient,
  type StudyArm,
  type StudySettings,
  type StudyUse,
} from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../db/study-db.ts';

/** The settings of a study as stored, and who changed them last. */
export interface StoredSettings extends StudySettings {
  readonly version: number;
  readonly closedAt: Date | null;
  readonly updatedAt: Date;
  readonly updatedBy: string | null;
}

/** The database knows forms by their tables. */
export function formNamesOf(tables: readonly string[]): FormName[] {
  return forms.map(({ name }) => name).filter((name) => tables.includes(columnOf(name)));
}

interface SettingsRow extends Omit<StoredSettings, 'name' | 'arms' | 'unusedForms'> {
  readonly nameEn: string;
  readonly nameZh: string | null;
  readonly arms: readonly { readonly code: string; readonly label: string; readonly labelZh: string | null }[];
  readonly unusedTables: readonly string[];
}

/** Columns of `study s`, as `StudyRules`. */
export const ruleColumns = `json_build_object('isOn', s.crosses_centres, 'smallestCell', s.smallest_cell, 'roundTo', s.round_to,
    'minimumCentres', s.minimum_centres, 'minimumAtRisk', s.minimum_at_risk, 'gridMonths', s.grid_months) as disclosure,
  case when s.minimum_follow_up_months is not null then
    json_build_object('months', s.minimum_follow_up_months, 'handling', s.short_follow_up) end as "minimumFollowUp",
  s.score_of_patient as "scoreOfPatient"`;

export interface StudyRules {
  readonly disclosure: DisclosureRule;
  readonly minimumFollowUp: MinimumFollowUp | null;
  readonly scoreOfPatient: ScoreOfPatient;
}

export async function readSettings({ rows }: StudyTransaction, studyId: number): Promise<StoredSettings | null> {
  const [row] = await rows<SettingsRow>(
    `select s.code, s.name as "nameEn", s.name_zh as "nameZh", s.synthetic, s.month_days as "monthDays", s.cutoff_on::text as "cutoffOn",
       s.time_zero as "timeZero", s.recipe_id as "recipeId", s.unused_forms as "unusedTables", s.version, s.closed_at as "closedAt",
       ${ruleColumns},
       s.updated_at as "updatedAt", s.updated_by as "updatedBy",
       (select coalesce(json_agg(json_build_object('code', a.code, 'label', a.label, 'labelZh', a.label_zh) order by a.position), '[]')
        from portal.study_arm a where a.study_id = s.id) as arms,
       (select coalesce(json_agg(json_build_object('code', c.code, 'name', c.name) order by c.code), '[]')
        from portal.centre c where c.study_id = s.id) as centres
     from portal.study s where s.id = $1`,
    [studyId],
  );
  if (!row) return null;
  const { nameEn, nameZh, arms, unusedTables, ...settings } = row;
  return {
    ...settings,
    name: { en: nameEn, zh: nameZh },
    arms: arms.map(({ code, label, labelZh }): StudyArm => ({ code, label: { en: label, zh: labelZh } })),
    unusedForms: formNamesOf(unusedTables),
  };
}

/** @returns nothing in use for a study that the asker does not manage. */
export async function readUse({ rows }: StudyTransaction, studyId: number): Promise<StudyUse> {
  const [used] = await rows<Omit<StudyUse, 'forms'> & { readonly forms: readonly string[] }>(
    'select first_enrolled_on::text as "firstEnrolledOn", arms, centres, forms from portal.use_of_study($1)',
    [studyId],
  );
  if (!used) return { firstEnrolledOn: null, arms: [], centres: [], forms: [] };
  return { ...used, forms: formNamesOf(used.forms) };
}

/**
 * Waits for whoever writes records of the study, and keeps others from it until the end of the transaction: what is in use
 * then stays so. The same lock that the fields of a study are declared under.
 */
export async function takeStudy({ rows }: WriteTransaction, studyId: number): Promise<void> {
  await rows(`select set_config('lock_timeout', '5s', true)`);
  await rows(`select pg_advisory_xact_lock(hashtext('portal.study_field'), $1)`, [studyId]);
}

/** @returns its id; null where the code is in use. */
export async function addStudy({ rows }: WriteTransaction, study: StudySettings, by: string): Promise<number | null> {
  const [added] = await rows<{ id: number | null }>('select portal.add_study($1, $2) as id', [stored(study), by]);
  if (added?.id) await rows('select portal.set_study_rules($1, $2)', [added.id, stored(study)]);
  return added?.id ?? null;
}

/** @returns false where the version is not the stored one, and nothing was changed. */
export async function changeStudy(
  { rows }: WriteTransaction,
  studyId: number,
  version: number,
  study: StudySettings,
  by: string,
): Promise<boolean> {
  const values = [studyId, version, stored(study), by];
  const [changed] = await rows<{ done: boolean }>('select portal.change_study($1, $2, $3, $4) as done', values);
  if (changed?.done) await rows('select portal.set_study_rules($1, $2)', [studyId, stored(study)]);
  return changed?.done ?? false;
}

/** @returns false where the version is not the stored one, and nothing was changed. */
export async function setClosed(
  { rows }: WriteTransaction,
  studyId: number,
  version: number,
  isClosed: boolean,
  by: string,
): Promise<boolean> {
  const values = [studyId, version, isClosed, by];
  const [changed] = await rows<{ done: boolean }>('select portal.close_study($1, $2, $3, $4) as done', values);
  return changed?.done ?? false;
}

/** As the functions of the database take it. */
function stored({ name, arms, unusedForms, ...same }: StudySettings): string {
  return JSON.stringify({
    ...same,
    name: name.en,
    nameZh: name.zh,
    arms: arms.map(({ code, label }) => ({ code, label: label.en, labelZh: label.zh })),
    unusedForms: unusedForms.map((form) => columnOf(form)),
  });
}
