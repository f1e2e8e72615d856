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
  // One pass: page by page, every page would look at the whole study again.
  await tx.rows(`declare staged no scroll cursor for ${stagedPatients}`, [centreIds, null, null, null]);
  for (let page: StagedPatient[] | null = null; page === null || page.length === AT_ONCE;) {
    signal.throwIfAborted();
    page = await tx.rows<StagedPatient>(`fetch ${AT_ONCE} from staged`);
    const found = page.flatMap(({ patientId, centreId, recordId, ...records }) =>
      deriveStaging(records).stages.flatMap(({ field, entered, possible, differs }) =>
        differs && entered !== null
          ? [{ centreId, patientId, recordId, field, entered, derived: possible.join(' / ') }]
          : [],
      ),
    );
    if (found.length === 0) continue;
    await tx.rows(
      `insert into portal.quality_found (run_id, rule, form, centre_id, patient_id, record_id, field, recorded, expected)
       select $1, $2, 'baseline', f.* from unnest($3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[]) as f`,
      [
        run,
        rule,
        found.map((one) => one.centreId),
        found.map((one) => one.patientId),
        found.map((one) => one.recordId),
        found.map((one) => one.field),
        found.map((one) => one.entered),
        found.map((one) => one.derived),
      ],
    );
  }
  await tx.rows('close staged');
}
