import { type QualityRuleName } from '@haim/schema';

/*
 * What each rule of the portal finds, as one statement over the centres $1 of a study. Each returns centre_id, patient_id,
 * form, record_id, field, recorded and expected; what a rule compares is defined where it is used elsewhere, and only
 * asked for here. Rules that follow from the declarations of forms are in record-rules.query.ts, derived stages in
 * stage-findings.ts.
 */
export type SqlRule = Exclude<QualityRuleName, 'stageDiffers' | 'softCheck' | 'missingForm' | 'missingValue'>;

export const builtInRules: Readonly<Record<SqlRule, string>> = {
  // The few patients who have any are known from their analysis row; `offset 0` keeps it one look for each of them.
  contradiction: `
    select c.centre_id, c.patient_id, c.form, c.record_id, c.field, coalesce(c.happened_as, c.happened_day::text),
      coalesce(c.other_on::text, c.other_day::text)
    from portal.subject s
    cross join lateral (
      select * from portal.contradiction c where c.centre_id = s.centre_id and c.patient_id = s.id offset 0
    ) c
    where s.centre_id = any($1) and s.contradictions <> 0
      and s.recipe_id = (select d.recipe_id from portal.study d where d.id = s.study_id)`,
  treatmentDiffers: `
    select d.centre_id, d.patient_id, 'treatment', d.record_id, d.field, d.recorded, d.given
    from portal.checked_treatment() d where d.centre_id = any($1)`,
  // Without diameters there is nothing to compare with.
  responseDiffers: `
    select a.centre_id, a.patient_id, 'tumourAssessment', a.id, 'readerResponse', a.reader_response, a.derived_response
    from portal.tumour_assessment a
    where a.centre_id = any($1) and a.reader_response <> a.derived_response and a.derived_response <> 'NE'`,
  // With a first HAIC all are study days; without, dates are compared with dates and days with days.
  visitOrder: `
    select v.centre_id, v.patient_id, 'tumourAssessment', v.id, 'visitNumber', v.visit_number::text, null::text from (
      select a.*, d.day, max(d.day) over (
        partition by a.centre_id, a.patient_id, t.started_on is null and a.assessed_on is null order by a.visit_number
        range between unbounded preceding and 1 preceding) as latest_before
      from portal.tumour_assessment a
      left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
      cross join lateral (
        select coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day) as day
      ) d
      where a.centre_id = any($1)
    ) v where v.latest_before >= v.day`,
  ageDiffers: identityRule('ageDiffers', `'ageYears'`),
  duplicatePatient: identityRule('duplicatePatient', 'null::text'),
};

/** What the identity's own function finds: it names the run, and returns nothing that identifies. */
function identityRule(rule: 'ageDiffers' | 'duplicatePatient', field: string): string {
  return `
    select i.centre_id, i.patient_id, 'demographics', i.record_id, ${field}, i.recorded, i.expected
    from portal.identity_findings(nullif(current_setting('app.quality_run', true), '')::uuid) i
    where i.rule = '${rule}' and i.centre_id = any($1)`;
}
