import { type FrozenState } from '../../../columns/index.ts';
import { type ReadTransaction } from '../../../db/study-db.ts';
import { type StudyScope } from '../../studies/index.ts';
import { keptParts } from '../kept-parts.ts';

/** A HAIC cycle that counts by the study's endpoint rule: not before time zero and not after the cut-off. */
export interface CountedCycle {
  readonly patientId: string;
  /** From time zero. */
  readonly day: number;
}

/** The cycles of patients by day, of now or as a snapshot keeps them. @param frozen - of a snapshot that keeps cycles. */
export function cyclesOfPatients(
  tx: ReadTransaction,
  { studyId, readCentres }: Pick<StudyScope, 'studyId' | 'readCentres'>,
  patientIds: readonly string[],
  frozen: FrozenState | null,
): Promise<CountedCycle[]> {
  const cycles = frozen
    ? `(select k.patient_id, x.day::int as day from ${keptParts(frozen, 'cycles')} k
        cross join lateral jsonb_array_elements_text(k.content -> 'days') x(day))`
    : `(select patient_id, day from portal.counted_cycle where study_id = ${Math.trunc(studyId)} and centre_id = any($1))`;
  return tx.rows<CountedCycle>(
    `select c.patient_id as "patientId", c.day from ${cycles} c where c.patient_id = any($2) order by c.patient_id, c.day`,
    [readCentres, patientIds],
  );
}
