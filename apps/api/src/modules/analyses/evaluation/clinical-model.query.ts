import { type SubjectCovariate } from '@haim/schema';
import { covariateOf } from '../covariates.ts';
import { byCode, type StudyMoment } from '../study-moment.ts';
import { type ClinicalCase } from './clinical-model.ts';
import { scoreTables } from './score-tables.ts';

/** Every patient with a slide, with the set of the slide that `slideOfPatient` takes and these covariates. */
export async function clinicalCases(
  { tx, columns, scope }: StudyMoment,
  covariates: readonly SubjectCovariate[],
): Promise<ClinicalCase[]> {
  const slides = await tx.rows<{
    patientId: string;
    slideId: string;
    set: string | null;
    takenOn: string | null;
    scanner: string | null;
  }>(
    `select distinct on (l.centre_id, l.patient_id) l.patient_id as "patientId", l.id as "slideId", l.evaluation_set as "set", l.taken_on::text as "takenOn", l.vendor as scanner
     from ${scoreTables(scope.studyId, columns.frozen).slides} l
     order by l.centre_id, l.patient_id, l.evaluation_set is null, l.barcode`,
    [scope.readCentres],
  );
  return byCode(columns, slides).map(({ patient, row }) => ({
    ...row,
    patientCode: patient.code,
    bestResponse: patient.word('bestResponse'),
    contradictions: patient.contradictions,
    values: Object.fromEntries(covariates.map((covariate) => [covariate.name, covariateOf(covariate, patient)])),
  }));
}
