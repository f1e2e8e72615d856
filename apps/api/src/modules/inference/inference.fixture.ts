import { statement } from '@haim/schema';
import { type SlideScore } from '@haim/ml';
import { Client, Pool } from 'pg';
import { type DataSource } from 'typeorm';
import { type PortalContext } from '../../context/portal-context.ts';
import { openDatabaseForTests } from '../../db/database.fixture.ts';
import { openDataSource } from '../../db/data-source.ts';
import { StudyDb } from '../../db/study-db.ts';
import { loadDemonstration } from '../../demonstration/load-demonstration.ts';
import { JobQueue, queueName, queueSchema } from '../../jobs/job-queue.ts';
import { type ModelService } from '../models/model.service.ts';
import { RoiService } from '../rois/roi.service.ts';
import { SlideService } from '../slides/slide.service.ts';
import { addMembership } from '../studies/declare-study.ts';
import { readAccess } from '../studies/membership.query.ts';
import { StudyService } from '../studies/study.service.ts';
import { InferenceService } from './inference.service.ts';

export const modelSha256 = 'a'.repeat(64);

/** Models have their own tests: here every model is valid and of one version. */
export const soundModels = {
  runnable: () => Promise.resolve({ model: { modelSha256 }, version: { id: null } }),
} as unknown as ModelService;

/** The demonstration in its own database, with what the tests of runs need around it. */
export async function openInferenceFixture() {
  const database = await openDatabaseForTests();
  await loadDemonstration(database);
  const dataSource: DataSource = openDataSource(database.appUrl, 5);
  await dataSource.initialize();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const workerPool = new Pool({ connectionString: database.workerUrl, max: 3 });
  const db = new StudyDb(dataSource);
  const studies = new StudyService(db);
  const queue = new JobQueue(database.appUrl, () => undefined);
  await queue.open();
  const runs = new InferenceService(db, new SlideService(db, studies), new RoiService(db), soundModels, queue);

  return {
    database,
    dataSource,
    owner,
    workerPool,
    db,
    studies,
    queue,
    runs,

    async member(userId: string, ...centres: string[]): Promise<PortalContext> {
      for (const centre of centres) {
        await addMembership(database.ownerUrl, { userId, study: 'HAIC-DEMO', role: 'staff', centre });
      }
      const asker = { userId, name: `Name of ${userId}`, email: '', studies: await readAccess(dataSource, userId) };
      return { asker, requestId: 'test' };
    },

    /** Gives slides that the asker reads an image, the first by barcode. @returns their ids. */
    async withImages({ asker }: PortalContext, count: number): Promise<string[]> {
      const files = await db.write(asker, null, (tx) =>
        tx.rows<{ id: string }>(
          `with chosen as (
             select * from portal.slide l where not exists (select from portal.slide_file f where f.slide_id = l.id)
             order by barcode limit $1
           ), file as (
             insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
               microns_per_pixel, vendor, synthetic, updated_by)
             select id, centre_id, patient_id, repeat('0', 64) || '.tiff', repeat('0', 64), 1, 1, 1, 0.25, 'generic-tiff', true,
               'x'
             from chosen returning slide_id
           ) select slide_id as id from file`,
          [count],
        ),
      );
      return files.map(({ id }) => id);
    },

    /** The runs whose jobs wait, in the order in which a worker would take them. */
    async waiting(): Promise<string[]> {
      const { rows } = await owner.query<{ id: string }>(
        `select data ->> 'id' as id from ${queueSchema}.job where name = $1 and state = 'created'
         order by priority desc, created_on`,
        [queueName],
      );
      return rows.map(({ id }) => id);
    },

    async close(): Promise<void> {
      await queue.close();
      await workerPool.end();
      await owner.end();
      await dataSource.destroy();
      await database.close();
    },
  };
}

export type InferenceFixture = Awaited<ReturnType<typeof openInferenceFixture>>;

/** A score as packages/ml would return it, of two patches. */
export const scoreOf = (prps: number): SlideScore =>
  ({
    prps,
    threshold: 0.532,
    predictedClass: 'SD/PD',
    weights: 'synthetic',
    modelSha256,
    providerRan: 'cpu',
    patches: { found: 2, kept: 1, dropped: [{ reason: 'white', count: 1 }] },
    patchMap: [
      { x: 0, y: 0, sizePx: 512, kept: true, reason: null },
      { x: 512, y: 0, sizePx: 512, kept: false, reason: 'white' },
    ],
    roi: 'whole tissue',
    warnings: [statement('syntheticWeights')],
    bagReused: false,
    seconds: { total: 1, hashing: 0, tiling: 0, decode: 0, session: 1 },
  }) as unknown as SlideScore;
