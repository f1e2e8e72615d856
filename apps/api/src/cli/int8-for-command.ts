import { join } from 'node:path';
import { FEWEST_SLIDES, type Int8OnSlides, int8OnSlides, type StudySlide } from '@haim/ml';
import { rm } from 'node:fs/promises';
import { readableCentres } from '../context/asker.ts';
import { badInput, notFound } from '../context/portal-error.ts';
import { openDataSource } from '../db/data-source.ts';
import { StudyDb } from '../db/study-db.ts';
import type { Actor, ModelVersionRow } from '../modules/models/index.ts';
import type { ModelService } from '../modules/models/model.service.ts';
import type { SlideFiles } from '../modules/slides/index.ts';
import { operatorOf } from '../modules/studies/index.ts';

export interface Int8Request {
  readonly home: string;
  readonly appUrl: string;
  readonly files: Pick<SlideFiles, 'pathOf'>;
  /** Of the float32 model, below PORTAL_HOME/models. */
  readonly model: string;
  /** Whose slides choose the scales and are scored with both forms. */
  readonly study: string;
  readonly mostSlides: number;
  readonly by: Actor;
  readonly reason: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Makes the int8 form of a model with slides of a study, measures on them how far its scores are from the original's, and
 * registers it as a candidate of the same line, with what was measured.
 *
 * @throws NOT_FOUND for study or model; BAD_USER_INPUT where the study has too few slides; ModelError where the model
 *   cannot be converted.
 */
export async function addInt8Model(
  models: ModelService,
  request: Int8Request,
): Promise<Pick<Int8OnSlides, 'agreement' | 'patchesPerSecond'> & { readonly version: ModelVersionRow }> {
  const { home, model, by, reason, onProgress } = request;
  const base = await models.usable(model);
  const slides = await slidesOf(request);
  if (slides.length < FEWEST_SLIDES) {
    throw badInput(
      `study ${request.study} has ${slides.length} slides with an image and a scale; ${FEWEST_SLIDES} are needed to compare the two forms`,
    );
  }
  const { folder, agreement, patchesPerSecond } = await int8OnSlides({
    parentFolder: join(home, 'models'),
    base,
    slides,
    bagDir: join(home, 'bags'),
    ...(onProgress && { onProgress }),
  });
  try {
    return { agreement, patchesPerSecond, version: await models.addFolder(folder, by, reason) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The first slides of a study by code, each image once. */
async function slidesOf({ appUrl, files, study, mostSlides }: Int8Request): Promise<StudySlide[]> {
  const dataSource = openDataSource(appUrl, 2);
  await dataSource.initialize();
  try {
    const operator = await operatorOf(dataSource, study, 'models int8');
    if (!operator) throw notFound(`study ${study}`);
    const rows = await new StudyDb(dataSource).read(operator, (tx) =>
      tx.rows<{ fileName: string; sha256: string; stated: number | null }>(
        `select distinct on (f.sha256) f.file_name as "fileName", f.sha256, f.stated_microns_per_pixel as stated, s.barcode
         from portal.slide_file f
         join portal.slide s on s.centre_id = f.centre_id and s.id = f.slide_id
         where f.centre_id = any($1) and coalesce(f.microns_per_pixel, f.stated_microns_per_pixel) is not null
         order by f.sha256, s.barcode limit $2`,
        [readableCentres(operator), mostSlides],
      ),
    );
    return await Promise.all(
      rows.map(async ({ fileName, sha256, stated }) => ({
        path: await files.pathOf(fileName),
        sha256,
        micronsPerPixel: stated ?? undefined,
      })),
    );
  } finally {
    await dataSource.destroy();
  }
}

/** What was measured, for people. */
export function int8Lines({
  agreement,
  patchesPerSecond,
}: Pick<Int8OnSlides, 'agreement' | 'patchesPerSecond'>): string[] {
  const { slides, patches, featureError, meanScoreDifference, largestScoreDifference, classesChanged } = agreement;
  const { float32, int8 } = patchesPerSecond;
  const rate = (perSecond: number): string => perSecond.toPrecision(3);
  return [
    `speed    ${rate(int8)} patches/s; float32 ${rate(float32)}, in turns on the same patches: ${(int8 / float32).toFixed(1)} times`,
    `features ${patches} patches of ${slides} slides: apart by ${featureError.toExponential(2)} of their root mean square`,
    `PRPS     apart by ${largestScoreDifference.toFixed(4)} at most, ${meanScoreDifference.toFixed(4)} on average; ${classesChanged} slides on the other side of the threshold`,
  ];
}
