import { type StudyTransaction } from '../../db/study-db.ts';
import { type CohortInput, cohortSql } from '../cohort/index.ts';
import { type StudyScope } from '../studies/index.ts';
import { type LabelledSlide } from './split-cases.ts';

/** A slide of the cohort with what a case needs; null where it lacks it. */
export interface CohortSlide extends Omit<LabelledSlide, 'slideSha256' | 'positive'> {
  readonly slideSha256: string | null;
  readonly synthetic: boolean | null;
  /** As the file or otherwise a person stated it. */
  readonly micronsPerPixel: number | null;
  readonly bestResponse: string | null;
  /** Whether analyses leave the patient out as not eligible. */
  readonly isLeftOut: boolean;
}

/** Every slide of the patients of a cohort, in the centres that the asker may read. */
export async function slidesOfCohort(
  tx: StudyTransaction,
  scope: StudyScope,
  cohort: CohortInput | null | undefined,
  useOutlines: boolean,
): Promise<CohortSlide[]> {
  const sql = await cohortSql(tx, scope, cohort);
  const outlines = sql.value(useOutlines);
  return tx.rows(
    `select l.id as "slideId", s.id as "patientId", s.code as "patientCode", l.barcode, s.centre_id as "centreId", s.centre,
       l.evaluation_set as "evaluationSet", f.sha256 as "slideSha256", f.synthetic,
       coalesce(f.microns_per_pixel, f.stated_microns_per_pixel) as "micronsPerPixel", s.best_response as "bestResponse",
       ${sql.leftOut()} as "isLeftOut",
       coalesce(o.rois, '[]') as rois, coalesce(o.regions, '[]') as regions
     from portal.subject s
     join portal.slide l on l.centre_id = s.centre_id and l.patient_id = s.id
     left join portal.slide_file f on f.centre_id = l.centre_id and f.slide_id = l.id
     cross join lateral (
       select json_agg(json_build_object('id', r.id, 'version', r.version, 'name', r.name) order by r.id) as rois,
         json_agg(v.regions order by r.id) as regions
       from portal.roi r
       join portal.roi_version v on v.centre_id = r.centre_id and v.roi_id = r.id and v.version = r.version
       where ${outlines} and r.centre_id = l.centre_id and r.slide_id = l.id and not r.deleted
     ) o
     where ${sql.where()}`,
    sql.values,
  );
}
