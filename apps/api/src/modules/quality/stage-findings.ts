import { deriveStaging } from '@haim/schema';
import { type StudyTransaction } from '../../db/study-db.ts';
import { type StagedPatient, stagedPatients } from '../patients/index.ts';

/** Patients who are derived between two statements, so that the worker's heartbeat is never late. */
const AT_ONCE = 1_000;

/**
 * Where the entered Child-Pugh class and BCLC stage cannot follow from what is recorded; `deriveStaging` decides. What is
 * found is noted for the run, a thousand patients at a time.
 */
export async function findStages(
  tx: StudyTransaction,
  { run, centreIds, rule }: { readonly run: string; readonly centreIds: readonly number[]; readonly rule: string },
  signal: AbortSignal,
): Promise<void> {
  let page: StagedPatient[] = [];
  do {
    signal.throwIfAborted();
    const after: string | null = page.at(-1)?.patientId ?? null;
    page = await tx.rows<StagedPatient>(stagedPatients, [centreIds, null, after, AT_ONCE]);
    const found = page.flatMap(({ patientId, ...records }) =>
      deriveStaging(records).stages.flatMap(({ field, entered, possible, differs }) =>
        differs && entered !== null ? [{ patientId, field, entered, derived: possible.join(' / ') }] : [],
      ),
    );
    if (found.length === 0) continue;
    await tx.rows(
      `insert into portal.quality_found (run_id, centre_id, patient_id, rule, form, record_id, field, recorded, expected)
       select $1, b.centre_id, b.patient_id, $2, 'baseline', b.id, f.field, f.entered, f.derived
       from unnest($3::uuid[], $4::text[], $5::text[], $6::text[]) as f(patient_id, field, entered, derived)
       join portal.baseline b on b.patient_id = f.patient_id and b.centre_id = any($7)`,
      [
        run,
        rule,
        found.map(({ patientId }) => patientId),
        found.map(({ field }) => field),
        found.map(({ entered }) => entered),
        found.map(({ derived }) => derived),
        centreIds,
      ],
    );
  } while (page.length === AT_ONCE);
}
