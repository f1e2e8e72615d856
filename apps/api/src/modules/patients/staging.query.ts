import { type StagingRecords } from '@haim/schema';

export interface StagedPatient extends StagingRecords {
  readonly patientId: string;
  readonly code: string;
  readonly centre: string;
  readonly centreId: number;
  /** Of the baseline, which has the entered class and stage. */
  readonly recordId: string;
}

/**
 * What scores and stages are derived from, of patients with an entered class or stage, by their id.
 * $1 centres, $2 this patient alone or null, $3 after this id or null, $4 at most so many.
 */
export const stagedPatients = `
  select p.id as "patientId", p.code, c.code as centre, p.centre_id as "centreId", b.id as "recordId", t.started_on::text as "timeZero",
    json_build_object('ecogPs', b.ecog_ps, 'childPughClass', b.child_pugh_class, 'ascites', b.ascites,
      'encephalopathy', b.encephalopathy, 'tumourSizeMm', b.tumour_size_mm, 'lesionCount', b.lesion_count,
      'lesionNumber', b.lesion_number, 'portalVeinThrombus', b.portal_vein_thrombus,
      'extrahepaticMetastasis', b.extrahepatic_metastasis, 'bclcStage', b.bclc_stage) as baseline,
    coalesce((
      select json_agg(json_build_object(
        'test', l.test, 'takenOn', l.taken_on, 'value', l.value, 'unit', l.unit, 'beyond', l.beyond))
      from portal.lab_result l
      where l.centre_id = p.centre_id and l.patient_id = p.id and l.test in ('BILI', 'ALB', 'INR')
        and l.taken_on <= t.started_on), '[]') as "labResults"
  from portal.baseline b
  join portal.patient p on p.centre_id = b.centre_id and p.id = b.patient_id
  join portal.centre c on c.id = p.centre_id
  left join portal.treatment t on t.centre_id = p.centre_id and t.patient_id = p.id
  where b.centre_id = any($1::int[]) and ($2::uuid is null or p.id = $2::uuid) and ($3::uuid is null or p.id > $3::uuid)
    and (b.child_pugh_class is not null or b.bclc_stage is not null)
  order by p.id limit $4`;
