import { SubjectStore } from '../columns/index.ts';
import type { PortalContext } from '../context/portal-context.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { EvaluationSources } from '../modules/analyses/index.ts';
import { PaperService } from '../modules/claims/index.ts';
import { operatorOf, StudyService } from '../modules/studies/index.ts';

/**
 * The service that the pages use, over the owner's connection, for the operator of the machine: who may do in the study what
 * its administrator may.
 *
 * @returns null for a study that does not exist, and nothing was done.
 */
export async function withPapers<Result>(
  ownerUrl: string,
  study: string,
  work: (ctx: PortalContext, papers: PaperService, db: StudyDb) => Promise<Result>,
): Promise<Result | null> {
  const dataSource = openDataSource(ownerUrl, 1);
  await dataSource.initialize();
  try {
    const asker = await operatorOf(dataSource, study, 'claims');
    if (!asker) return null;
    const db = new StudyDb(dataSource);
    const service = new PaperService(db, new SubjectStore(db), new StudyService(db), new EvaluationSources());
    return await work({ asker, requestId: '' }, service, db);
  } finally {
    await dataSource.destroy();
  }
}
