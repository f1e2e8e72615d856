import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type Asker } from '../../context/asker.ts';
import { responseRules } from '@haim/schema';
import { responsesOfVisits, type VisitImage } from './responses-of-visits.ts';

/** Patients derived in one statement. */
const BATCH = 1_000;

/**
 * Derives the mRECIST response of every visit of the patients from their sums and new lesions, and stores it beside the
 * reader's entry. A correction at one visit may move the nadir of all later ones, and one of the first HAIC their days,
 * so the whole series is derived.
 */
export async function deriveResponses(tx: StudyTransaction, patientIds: readonly string[]): Promise<void> {
  for (let from = 0; from < patientIds.length; from += BATCH) {
    await deriveBatch(tx, patientIds.slice(from, from + BATCH));
  }
}

async function deriveBatch(tx: StudyTransaction, patientIds: readonly string[]): Promise<void> {
  const rows = await tx.rows<VisitImage & { patientId: string }>(
    `select a.id, a.patient_id as "patientId", a.visit_number as "visitNumber", a.assessed_on is not null as "isDated",
       coalesce(a.assessed_on - t.started_on, a.assessed_day) as day,
       coalesce(a.assessed_on - coalesce(t.started_on, date '1900-01-01'), a.assessed_day) as at,
       a.sum_viable_diameter_mm as "sumViableDiameterMm", a.new_lesion as "newLesion"
     from portal.patient p
     join portal.tumour_assessment a on a.centre_id = p.centre_id and a.patient_id = p.id
     left join portal.treatment t on t.centre_id = a.centre_id and t.patient_id = a.patient_id
     where p.id = any($1)`,
    [patientIds],
  );
  const derived = [...Map.groupBy(rows, ({ patientId }) => patientId).values()].flatMap(responsesOfVisits);
  await tx.rows(
    `update portal.tumour_assessment a set derived_response = d.response, derived_rule = d.rule
     from unnest($1::uuid[], $2::text[], $3::text[]) as d(id, response, rule)
     where a.id = d.id and (a.derived_response, a.derived_rule) is distinct from (d.response, d.rule)`,
    [derived.map(({ id }) => id), derived.map(({ response }) => response), derived.map(({ rule }) => rule.code)],
  );
}

/**
 * Derives responses that have no rule yet, or one in the words of an older version: every derived response has the code
 * of one, so a migration that removes the rule makes the next start derive it again. Safe to repeat and to interrupt.
 *
 * @returns how many patients had such visits.
 */
export async function deriveMissingResponses(db: StudyDb, portal: Asker): Promise<number> {
  const rows = await db.read(portal, (tx) =>
    tx.rows<{ id: string }>(
      `select distinct patient_id as id from portal.tumour_assessment
       where derived_rule is null or not derived_rule = any($1)`,
      [responseRules],
    ),
  );
  const ids = rows.map(({ id }) => id);
  for (let from = 0; from < ids.length; from += BATCH) {
    await db.write(portal, 'responses derived again', (tx) => deriveResponses(tx, ids.slice(from, from + BATCH)));
  }
  return ids.length;
}
