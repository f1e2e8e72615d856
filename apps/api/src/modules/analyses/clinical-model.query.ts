import { type StudyTransaction } from '../../db/study-db.ts';
import { type StudyScope } from '../studies/study.service.ts';
import { type ClinicalCase, clinicalCovariates } from './clinical-model.ts';
import { slideOfPatient } from './evaluation.query.ts';

/** Every patient with a slide, with the set of that slide (`slideOfPatient`). */
export async function clinicalCases(
  tx: StudyTransaction,
  { studyId, readCentres }: StudyScope,
): Promise<ClinicalCase[]> {
  const columns = clinicalCovariates.map(({ name, sql }) => `(${sql})::text as "${name}"`).join(', ');
  const rows = await tx.rows<Omit<ClinicalCase, 'values'> & Record<string, string | null>>(
    `select s.id as "patientId", s.code as "patientCode", s.best_response as "bestResponse", l.id as "slideId",
       l.evaluation_set as "set", ${columns}
     from portal.subject s
     join lateral ${slideOfPatient('s', 'id')} l on true
     where s.study_id = $1 and s.recipe_id = (select recipe_id from portal.study where id = $1) and s.centre_id = any($2)
     order by s.code, s.id`,
    [studyId, readCentres],
  );
  return rows.map((row) => {
    const { patientId, patientCode, bestResponse, slideId, set } = row;
    const values = Object.fromEntries(clinicalCovariates.map(({ name }) => [name, row[name] ?? null]));
    return { patientId, patientCode, bestResponse, slideId, set, values };
  });
}
