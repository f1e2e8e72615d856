// A database of the demonstration with drawn images, models small enough to predict, and a real worker. For tests only.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type PortalContext } from '../apps/api/src/context/portal-context.ts';
import { openDatabaseForTests } from '../apps/api/src/db/database.fixture.ts';
import { openDataSource } from '../apps/api/src/db/data-source.ts';
import { StudyDb } from '../apps/api/src/db/study-db.ts';
import { loadDemonstration } from '../apps/api/src/demonstration/load-demonstration.ts';
import { JobQueue } from '../apps/api/src/jobs/job-queue.ts';
import { isOver } from '../apps/api/src/jobs/run-status.ts';
import { ModelFolders, ModelService, transactionsOf } from '../apps/api/src/modules/models/index.ts';
import { addMembership } from '../apps/api/src/modules/studies/declare-study.ts';
import { operatorOf, readAccess } from '../apps/api/src/modules/studies/membership.query.ts';
import { StudyService } from '../apps/api/src/modules/studies/study.service.ts';
import { TrainingService } from '../apps/api/src/modules/training/index.ts';
import { type TrainingRow } from '../apps/api/src/modules/training/training.query.ts';
import { startWorker } from '../apps/api/src/worker.ts';
import { writeHalfSlide } from '@haim/ml/fixtures';

export const study = 'HAIC-DEMO';
type Colour = (x: number, y: number) => readonly [number, number, number];

export interface DrawnSlides {
  readonly slides: number;
  /** The picture of a slide, 64 x 32 pixels, by its place and whether its patient has SD or PD. */
  readonly colourOf: (place: number, positive: boolean) => Colour;
}

export type TrainingPortal = Awaited<ReturnType<typeof openTrainingPortal>>;

export async function openTrainingPortal(drawn: DrawnSlides) {
  const database = await openDatabaseForTests();
  const { home, ownerUrl, appUrl } = database;
  await loadDemonstration(database);
  const dataSource = openDataSource(appUrl, 5);
  await dataSource.initialize();
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const db = new StudyDb(dataSource);
  const queue = new JobQueue(appUrl, () => undefined);
  await queue.open();
  const models = new ModelService(new ModelFolders(join(home, 'models')), transactionsOf(db));
  const studies = new StudyService(db);
  const trainings = new TrainingService({ db, studies, models, queue, bagsDir: join(home, 'bags') });
  await addMembership(ownerUrl, { userId: 'reader', study, role: 'investigator', centre: null });
  const access = await readAccess(dataSource, 'reader');
  const asker: PortalContext = {
    asker: { userId: 'reader', name: 'Reader', email: '', studies: access },
    requestId: 'test',
  };

  const folder = join(home, 'slides');
  mkdirSync(folder, { recursive: true });
  const operator = (await operatorOf(dataSource, study, 'test'))!;
  await db.write(operator, null, async (tx) => {
    const rows = await tx.rows<{ id: string; positive: boolean }>(
      `select l.id, s.best_response in ('SD', 'PD') as positive from portal.slide l
       join portal.subject s on s.recipe_id = 1 and s.centre_id = l.centre_id and s.id = l.patient_id order by l.barcode limit $1`,
      [drawn.slides],
    );
    for (const [i, { id, positive }] of rows.entries()) {
      const path = join(folder, `${i}.tif`);
      await writeHalfSlide(path, { colour: drawn.colourOf(i, positive) });
      const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
      renameSync(path, join(folder, `${sha256}.tiff`));
      await tx.rows(
        `insert into portal.slide_file (slide_id, centre_id, patient_id, file_name, sha256, bytes, width_px, height_px,
           microns_per_pixel, vendor, synthetic, updated_by)
         select id, centre_id, patient_id, $2 || '.tiff', $2, 1, 64, 32, 0.25, 'generic-tiff', true, 'test'
         from portal.slide where id = $1`,
        [id, sha256],
      );
    }
  });

  /** The run once it is as awaited. */
  async function until(id: string, holds: (run: TrainingRow) => boolean): Promise<TrainingRow> {
    for (const end = Date.now() + 120_000; Date.now() < end; await wait(10)) {
      const run = await trainings.one(asker, id);
      if (holds(run)) return run;
    }
    throw new Error('it never came to that');
  }

  return {
    database,
    db,
    owner,
    models,
    trainings,
    asker,
    until,
    untilOver: (id: string): Promise<TrainingRow> => until(id, ({ status }) => isOver(status)),
    async withWorker<T>(work: () => Promise<T>): Promise<T> {
      const leaving = new AbortController();
      const ended = startWorker({ workerUrl: database.workerUrl, home, signal: leaving.signal });
      try {
        return await work();
      } finally {
        leaving.abort();
        await ended;
      }
    },
    /** Files and folders that somebody began and did not finish. */
    halfWritten: (): string[] =>
      ['models', 'bags'].flatMap((name) => readdirSync(join(home, name)).filter((file) => file.includes('.part'))),
    async close(): Promise<void> {
      await queue.close();
      await owner.end();
      await dataSource.destroy();
      await database.close();
    },
  };
}
