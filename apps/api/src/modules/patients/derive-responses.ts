import { mrecistSeries } from '@haim/stats';
import { type StudyTransaction } from '../../db/study-db.ts';

interface AssessmentRow {
  id: string;
  patient_id: string;
  sum: number | null;
  new_lesion: boolean | null;
}

/**
 * Derives the mRECIST response of every visit of the patients from their sums and new lesions, and stores it beside what
 * the reader entered. A correction at one visit may move the nadir of all later ones, so the whole series is derived.
 */
export async function deriveResponses(tx: StudyTransaction, patientIds: readonly string[]): Promise<void> {
  const rows = await tx.rows<AssessmentRow>(
    `select id, patient_id, sum_viable_diameter_mm as sum, new_lesion from portal.tumour_assessment
     where patient_id = any($1) order by patient_id, visit_number, id`,
    [patientIds],
  );
  const derived = Map.groupBy(rows, ({ patient_id }) => patient_id)
    .values()
    .flatMap((visits) => {
      const series = mrecistSeries(
        visits.map(({ sum, new_lesion }) => ({ sumViableDiameterMm: sum, newLesion: new_lesion ?? false })),
      );
      return visits.map(({ id }, i) => ({ id, response: series[i]?.response ?? null, rule: series[i]?.rule ?? null }));
    })
    .toArray();
  await tx.rows(
    `update portal.tumour_assessment a set derived_response = d.response, derived_rule = d.rule
     from unnest($1::uuid[], $2::text[], $3::text[]) as d(id, response, rule)
     where a.id = d.id and (a.derived_response, a.derived_rule) is distinct from (d.response, d.rule)`,
    [derived.map(({ id }) => id), derived.map(({ response }) => response), derived.map(({ rule }) => rule)],
  );
}
