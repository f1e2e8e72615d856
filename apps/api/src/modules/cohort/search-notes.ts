import { allOf, type CohortFilter, conjunctsOf, showCohort, variablesOf } from '@haim/schema';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';

/** Who looks for a patient by code leaves an entry in the audit trail. */
export class SearchNotes {
  constructor(private readonly db: StudyDb) {}

  async note({ asker }: PortalContext, studyId: number, filter: CohortFilter | null): Promise<void> {
    const byCode = conjunctsOf(filter).filter((part) => variablesOf(part).includes('code'));
    if (byCode.length === 0) return;
    await this.db.write(asker, null, (tx) =>
      recordEvent(tx, { kind: 'searched', studyId, details: { filter: showCohort(allOf(byCode)) } }),
    );
  }
}
