import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { deriveMissingResponses } from '../modules/patients/derive-responses.ts';
import { portalItself } from '../modules/studies/membership.query.ts';

/** Derives the responses that a migration has left to the next start. @returns of how many patients. */
export async function prepareResponses(appUrl: string): Promise<number> {
  const dataSource = openDataSource(appUrl, 1);
  await dataSource.initialize();
  try {
    return await deriveMissingResponses(new StudyDb(dataSource), await portalItself(dataSource, 'responses'));
  } finally {
    await dataSource.destroy();
  }
}
