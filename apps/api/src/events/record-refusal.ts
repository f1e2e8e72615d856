import { type Asker } from '../context/asker.ts';
import { PortalError } from '../context/portal-error.ts';
import { type StudyDb } from '../db/study-db.ts';
import { recordEvent } from './record-event.ts';

/**
 * Records that something was refused for want of a right; other errors are ignored. In a transaction of its own, since
 * that of the request is rolled back.
 *
 * @param what - the operation or the route that was asked for.
 * @param study - its code, where the request names one; otherwise the only study of the asker, if there is only one.
 */
export async function recordRefusal(
  db: StudyDb,
  { asker, error, what, study }: { asker: Asker; error: unknown; what: string; study: string | null },
): Promise<void> {
  if (!(error instanceof PortalError) || error.code !== 'FORBIDDEN') return;
  const own = new Map(asker.studies.map(({ studyCode, studyId }) => [studyCode, studyId]));
  const studyId = own.get(study ?? '') ?? (own.size === 1 ? [...own.values()][0] : null) ?? null;
  const right = error.extensions['right'];
  await db.write(asker, null, (tx) =>
    recordEvent(tx, {
      kind: 'refused',
      studyId,
      details: { what, ...(typeof right === 'string' ? { right } : {}), message: error.message },
    }),
  );
}
