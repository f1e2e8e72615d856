import { fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_MODEL_ID, type DemoSlideOptions } from '@haim/ml';
import { type Asker } from '../context/asker.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import { attachSlideFile, openSlideFiles, type SlideFiles } from '../modules/slides/index.ts';
import { operatorOf } from '../modules/studies/membership.query.ts';
import { loaderArguments } from '../typescript-loader.ts';

export interface DemoImages {
  readonly appUrl: string;
  /** PORTAL_HOME: contains models and slides. */
  readonly home: string;
  /** Gives up what is under way. */
  readonly signal?: AbortSignal | undefined;
}

/** The task sent to a drawing process, which reports when it is done. */
export type DemoTask = { readonly draw: DemoSlideOptions } | { readonly modelsDir: string };

interface DemoSlide {
  readonly slideId: string;
  readonly position: number;
  readonly isTraining: boolean;
  /** Best response SD or PD. */
  readonly positive: boolean;
  readonly hasFile: boolean;
}

const study = 'HAIC-DEMO';
/** Of each test set and outcome class. */
const TEST_SLIDES = 2;
/** Of the training set, by outcome class: what a head is trained on in the demonstration. */
const TRAINING_SLIDES = 8;
/**
 * Twelve patches at 40x: seconds to draw, and seconds to score without a GPU. All of one size: a head of random networks
 * sees the size of a bag more than what is drawn.
 */
const SIZE = { widthPx: 2048, heightPx: 1536 } as const;

/**
 * Draws images for some slides of the synthetic study and writes the demonstration model, where they are missing. The
 * slides are of the training set and both test sets, of both centres and both outcome classes. **What is drawn follows the
 * outcome by construction**: solid sheets for SD and PD, trabeculae for CR and PR. So there is something that training can
 * learn, and what it learns proves that the machinery works and says nothing about any disease. Safe to repeat. It
 * takes most of a minute of one core: start it beside what else there is to do.
 *
 * @returns how many slides were drawn.
 */
export async function prepareDemoSlides({ appUrl, home, signal }: DemoImages): Promise<number> {
  const dataSource = openDataSource(appUrl, 3);
  await dataSource.initialize();
  try {
    const operator = await operatorOf(dataSource, study, 'start');
    if (!operator) return 0;
    const db = new StudyDb(dataSource);
    const files = openSlideFiles(join(home, 'slides'));
    const modelsDir = join(home, 'models');
    const chosen = await db.read(operator, (tx) =>
      tx.rows<DemoSlide>(demoSlideSql, [
        TEST_SLIDES,
        TRAINING_SLIDES,
        operator.studies.flatMap(({ readCentres }) => readCentres),
      ]),
    );
    const missing = chosen.filter(({ hasFile }) => !hasFile);
    const needsModel = !(await hasModel(modelsDir));
    if (missing.length === 0 && !needsModel) return 0;

    await mkdir(files.folder, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(files.folder, '.drawn.part.'));
    try {
      const making = { db, operator, files, modelsDir, folder, signal };
      // What can be scored at once comes first.
      const tasks: Task[] = [...(needsModel ? ['model' as const] : []), ...missing];
      // Arithmetic for two cores.
      const ends = await Promise.allSettled([makeFrom(tasks, making), makeFrom(tasks, making)]);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
    return missing.length;
  } finally {
    await dataSource.destroy();
  }
}

interface Making {
  readonly db: StudyDb;
  readonly operator: Asker;
  readonly files: SlideFiles;
  readonly modelsDir: string;
  /** Everything is created here first: an aborted start leaves nothing behind. */
  readonly folder: string;
  readonly signal: AbortSignal | undefined;
}

type Task = 'model' | DemoSlide;

/** Takes one task after the other until none is left. What is made is there at once: a start that is cut short keeps it. */
async function makeFrom(tasks: Task[], making: Making): Promise<void> {
  const { db, operator, files, modelsDir, folder, signal } = making;
  const child = startChild(signal);
  try {
    for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) {
      signal?.throwIfAborted();
      if (task === 'model') {
        await child.make({ modelsDir: folder });
        await mkdir(modelsDir, { recursive: true, mode: 0o700 });
        await rename(join(folder, DEMO_MODEL_ID), join(modelsDir, DEMO_MODEL_ID));
        continue;
      }
      const { position, positive, slideId } = task;
      const path = join(folder, `${position}.tiff`);
      const texture = positive ? 'sheet' : 'trabecular';
      await child.make({ draw: { path, seed: 100 + position, texture, ...SIZE } });
      await attachSlideFile({ db, files }, operator, { slide: slideId, sourcePath: path, synthetic: true });
    }
  } finally {
    child.end();
  }
}

/** The first patients by code of each set and outcome class, the test sets first; the position is the seed of the drawing. */
const demoSlideSql = `
  select chosen.id as "slideId", chosen.position::int as position, chosen.positive, chosen.is_training as "isTraining",
    f.id is not null as "hasFile"
  from (
    select ranked.*, row_number() over (order by ranked.is_training, ranked.place, ranked.kind) as position
    from (
      select s.id, s.centre_id, s.evaluation_set || (u.best_response in ('CR', 'PR')) as kind,
        u.best_response in ('SD', 'PD') as positive, s.evaluation_set = 'training' as is_training,
        row_number() over (partition by s.evaluation_set, u.best_response in ('CR', 'PR') order by u.code, s.barcode) as place
      from portal.slide s
      join portal.subject u on u.centre_id = s.centre_id and u.id = s.patient_id
      join portal.study t on t.id = u.study_id and t.recipe_id = u.recipe_id
      where s.centre_id = any($3) and s.evaluation_set is not null and u.best_response <> 'NE'
    ) ranked
    where ranked.place <= case when ranked.is_training then $2 else $1 end::int
  ) chosen
  left join portal.slide_file f on f.centre_id = chosen.centre_id and f.slide_id = chosen.id
  order by position`;

/** The demonstration model is not restored for an operator who has replaced it with another. */
async function hasModel(modelsDir: string): Promise<boolean> {
  const names = await readdir(modelsDir).catch(() => []);
  return names.some((name) => !name.startsWith('.'));
}

interface Child {
  /** @throws where the process ends before the task is done. */
  make(task: DemoTask): Promise<void>;
  end(): void;
}

function startChild(signal: AbortSignal | undefined): Child {
  const child = fork(join(import.meta.dirname, 'demo-images-child.ts'), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
    execArgv: [...loaderArguments],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(signal ? { signal } : {}),
  });
  const gone = new Promise<never>((_, reject) => {
    // May be called more than once: a task may be sent to a process that has just ended.
    child.on('error', reject);
    child.once('exit', () => reject(new Error('the demonstration images could not be made; the lines above say why')));
  });
  gone.catch(() => undefined); // reported to the caller that waits for a task
  return {
    make: (task) => {
      const done = new Promise<void>((resolve) => child.once('message', () => resolve()));
      child.send(task);
      return Promise.race([done, gone]);
    },
    end: () => void child.kill(),
  };
}
