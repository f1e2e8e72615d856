import { createHash } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import {
  checkShape,
  type CheckedShape,
  mendable,
  readRois,
  repairShapes,
  type Region,
  RoiError,
  type RoiImage,
  type RoiShape,
  type SlideSize,
  type WrittenFormat,
  writeRois,
} from '@haim/ml';
import { type Asker, needRightAt } from '../../context/asker.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { inTurn, type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { type ChosenRoi } from './chosen-rois.ts';
import { type ImportedShape, type RoiImport, toFault } from './roi-import.ts';
import {
  readRoi,
  readRoisOfSlides,
  readRoiVersions,
  readSlideOfRois,
  type RoiRow,
  type RoiSource,
  type RoiVersionRow,
  type SlideOfRois,
} from './roi.query.ts';

export interface SaveRoi {
  readonly slideId: string;
  /** Null adds an outline. */
  readonly id: string | null;
  /** The version that was read; required where `id` is given. */
  readonly version: number | null;
  readonly name: string;
  readonly label: string | null;
  readonly regions: readonly Region[];
}

const longestName = 200;
const mostOfSlide = 1_000;
const mostOfRun = 50;

/** Outlines on slides: anyone who may read a centre sees them, anyone who may write to it draws them. */
export class RoiService {
  constructor(private readonly db: StudyDb) {}

  ofSlides({ asker }: PortalContext, slideIds: readonly string[]): Promise<RoiRow[]> {
    return this.db.read(asker, (tx) => readRoisOfSlides(tx, asker, slideIds));
  }

  versions({ asker }: PortalContext, ids: readonly string[]): Promise<RoiVersionRow[]> {
    return this.db.read(asker, (tx) => readRoiVersions(tx, asker, ids));
  }

  /**
   * Adds an outline (no id) or saves a new version of one.
   *
   * @throws BAD_USER_INPUT for a shape that encloses nothing, crosses itself or is outside the slide, and for a locked
   *   outline; NOT_FOUND for slide or outline; FORBIDDEN for readers; CONFLICT with what is stored now.
   */
  save({ asker }: PortalContext, request: SaveRoi): Promise<RoiRow> {
    return this.db.write(asker, null, async (tx) => {
      const slide = await writableSlide(tx, asker, request.slideId);
      const shape = { name: nameOf(request.name), label: labelOf(request.label), regions: request.regions };
      const { shape: checked } = checkOrRefuse(shape, slide);
      if (request.id === null) {
        await refuseTooMany(tx, slide, 1);
        return readBack(tx, asker, await add(tx, asker, slide, checked, 'drawn'));
      }
      const stored = await storedRoi(tx, asker, request.id);
      if (stored.slideId !== slide.id) throw notFound('outline');
      await change(tx, asker, stored, request.version, checked);
      return readBack(tx, asker, stored.id);
    });
  }

  /** Removes an outline from the slide; its versions are kept, because runs refer to them. */
  async remove({ asker }: PortalContext, id: string, version: number): Promise<string> {
    await this.db.write(asker, null, async (tx) => {
      const stored = await writableRoi(tx, asker, id);
      const [removed] = await tx.rows<{ id: string }>(
        `with removed as (update portal.roi set deleted = true, updated_at = now(), updated_by = $3
           where id = $1 and version = $2 and not locked and not deleted returning id)
         select id from removed`,
        [stored.id, version, asker.name],
      );
      if (!removed) throw await refusalOf(tx, asker, stored);
    });
    return id;
  }

  /** A locked outline is neither changed nor deleted until it is unlocked; both are audited. Idempotent. */
  setLock({ asker }: PortalContext, id: string, locked: boolean): Promise<RoiRow> {
    return this.db.write(asker, null, async (tx) => {
      const { id: found } = await writableRoi(tx, asker, id);
      await tx.rows(
        `update portal.roi set locked = $2, updated_at = now(), updated_by = $3
         where id = $1 and not deleted and locked is distinct from $2`,
        [found, locked, asker.name],
      );
      return readBack(tx, asker, found);
    });
  }

  /**
   * Reads a file of outlines of another program and reports what it would add, or adds it: all valid outlines or, if any
   * is faulty and `leaveOutFaulty` is not set, none.
   *
   * @throws BAD_USER_INPUT for the file as a whole, or with its faults; NOT_FOUND, FORBIDDEN as `save`.
   */
  async importFile(
    { asker }: Pick<PortalContext, 'asker'>,
    slideId: string,
    bytes: Buffer,
    { dryRun, leaveOutFaulty }: { dryRun: boolean; leaveOutFaulty: boolean },
  ): Promise<RoiImport> {
    const slide = await this.db.read(asker, (tx) => writableSlide(tx, asker, slideId));
    const file = refusing(() => readRois(bytes, imageOf(slide)));
    const checked = await checkAll(file.shapes.map(withinLimits), { width: slide.widthPx, height: slide.heightPx });
    const sound = checked.filter((one): one is CheckedShape => !(one instanceof RoiError));
    const faults = [...file.errors, ...checked.filter((one) => one instanceof RoiError)].map(toFault);
    const shapes = checked.flatMap((one, i): ImportedShape[] =>
      one instanceof RoiError ? [] : [{ ...one.shape, warnings: [...(file.notes?.[i] ?? []), ...one.warnings] }],
    );
    const report = { format: file.format, shapes, faults, micronsPerPixel: slide.micronsPerPixel };
    if (dryRun) return { ...report, added: 0 };
    if (sound.length === 0) throw new PortalError('BAD_USER_INPUT', 'the file holds no sound outline', { faults });
    if (faults.length > 0 && !leaveOutFaulty) {
      throw new PortalError('BAD_USER_INPUT', 'the file holds faulty outlines; nothing was imported', { faults });
    }
    await this.db.write(asker, null, async (tx) => {
      const now = await writableSlide(tx, asker, slideId);
      await refuseTooMany(tx, now, sound.length);
      await inTurn(sound, ({ shape }) => add(tx, asker, now, shape, file.format));
    });
    return { ...report, added: sound.length };
  }

  /** @throws NOT_FOUND for the slide. */
  async exportFile(
    asker: Asker,
    slideId: string,
    format: WrittenFormat,
  ): Promise<{ slide: SlideOfRois; contents: string | Buffer }> {
    const file = await this.db.read(asker, async (tx) => {
      const slide = isId(slideId) ? await readSlideOfRois(tx, asker, slideId) : null;
      if (!slide) throw notFound('slide');
      const rois = await readRoisOfSlides(tx, asker, [slide.id]);
      return { slide, contents: writeRois(format, rois, imageOf(slide)) };
    });
    const { centreId, patientId, id, barcode } = file.slide;
    const details = { what: 'outlines', format, slide: id, barcode };
    await this.db.write(asker, null, (tx) => recordEvent(tx, { kind: 'exported', centreId, patientId, details }));
    return file;
  }

  /**
   * The present versions of the outlines that a run is to be confined to, in the order of their ids.
   *
   * @throws NOT_FOUND for one that is not on the slide; BAD_USER_INPUT for more than a run takes.
   */
  async chosen(tx: StudyTransaction, asker: Asker, slideId: string, ids: readonly string[]): Promise<ChosenRoi[]> {
    const wanted = [...new Set(ids)].sort();
    if (wanted.length > mostOfRun) throw badInput(`a run takes at most ${mostOfRun} outlines`);
    if (wanted.length === 0) return [];
    if (!wanted.every((id) => isId(id))) throw notFound('outline');
    const rois = new Map((await readRoisOfSlides(tx, asker, [slideId])).map((roi) => [roi.id, roi]));
    return wanted.map((id) => {
      const roi = rois.get(id.toLowerCase());
      if (!roi) throw notFound('outline');
      return { id: roi.id, version: roi.version, name: roi.name };
    });
  }
}

function imageOf({ widthPx, heightPx, micronsPerPixel, sha256 }: SlideOfRois): RoiImage {
  return { width: widthPx, height: heightPx, micronsPerPixel, sha256 };
}

async function writableSlide(tx: StudyTransaction, asker: Asker, slideId: string): Promise<SlideOfRois> {
  const slide = isId(slideId) ? await readSlideOfRois(tx, asker, slideId) : null;
  if (!slide) throw notFound('slide with an image');
  needRightAt(asker, 'drawOutlines', [slide.centreId]);
  return slide;
}

async function storedRoi(tx: StudyTransaction, asker: Asker, id: string): Promise<RoiRow> {
  const roi = isId(id) ? await readRoi(tx, asker, id) : null;
  if (!roi) throw notFound('outline');
  return roi;
}

async function writableRoi(tx: StudyTransaction, asker: Asker, id: string): Promise<RoiRow> {
  const roi = await storedRoi(tx, asker, id);
  await writableSlide(tx, asker, roi.slideId);
  return roi;
}

async function readBack(tx: StudyTransaction, asker: Asker, id: string): Promise<RoiRow> {
  const roi = await readRoi(tx, asker, id);
  if (!roi) throw new Error('an outline that was saved is not there');
  return roi;
}

async function add(
  tx: StudyTransaction,
  asker: Asker,
  slide: SlideOfRois,
  { name, label, regions }: RoiShape,
  source: RoiSource,
): Promise<string> {
  const text = JSON.stringify(regions);
  const [added] = await tx.rows<{ id: string }>(
    `insert into portal.roi (slide_id, centre_id, patient_id, name, label, source, regions_sha256, created_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $8) returning id`,
    [slide.id, slide.centreId, slide.patientId, name, label, source, sha256(text), asker.name],
  );
  if (!added) throw new Error('an outline was not added');
  await addVersion(tx, asker, added.id, 1, text);
  return added.id;
}

async function change(
  tx: StudyTransaction,
  asker: Asker,
  stored: RoiRow,
  version: number | null,
  { name, label, regions }: RoiShape,
): Promise<void> {
  if (version === null) throw badInput('a change needs the version that was read');
  const text = JSON.stringify(regions);
  const [changed] = await tx.rows<{ version: number }>(
    `with changed as (update portal.roi set name = $3, label = $4, regions_sha256 = $5, version = version + 1, updated_at = now(),
         updated_by = $6 where id = $1 and version = $2 and not locked and not deleted returning version)
     select version from changed`,
    [stored.id, version, name, label, sha256(text), asker.name],
  );
  if (!changed) throw await refusalOf(tx, asker, stored);
  await addVersion(tx, asker, stored.id, changed.version, text);
}

async function addVersion(
  tx: StudyTransaction,
  asker: Asker,
  id: string,
  version: number,
  regions: string,
): Promise<void> {
  await tx.rows(
    `insert into portal.roi_version (roi_id, version, centre_id, name, label, regions, saved_by)
     select id, $2, centre_id, name, label, $3, $4 from portal.roi where id = $1`,
    [id, version, regions, asker.name],
  );
}

/** Why a change matched no row: somebody has deleted, locked or changed the outline in the meantime. */
async function refusalOf(tx: StudyTransaction, asker: Asker, { id }: RoiRow): Promise<PortalError> {
  const now = await readRoi(tx, asker, id);
  if (!now) return notFound('outline');
  const { version, name, locked, updatedAt, updatedBy } = now;
  if (locked) return new PortalError('BAD_USER_INPUT', `"${name}" is locked; unlock it first`, { roi: 'LOCKED' });
  return new PortalError('CONFLICT', `"${name}" was changed by somebody else meanwhile`, {
    current: { id, version, name, updatedAt, updatedBy },
  });
}

async function refuseTooMany(tx: StudyTransaction, { id }: SlideOfRois, more: number): Promise<void> {
  const [found] = await tx.rows<{ n: number }>(
    'select count(*)::int as n from portal.roi where slide_id = $1 and not deleted',
    [id],
  );
  if ((found?.n ?? 0) + more > mostOfSlide) throw badInput(`a slide takes at most ${mostOfSlide} outlines`);
}

/** Each shape valid, repaired with a warning, or refused; in the order of the file. */
async function checkAll(shapes: readonly RoiShape[], size: SlideSize): Promise<(CheckedShape | RoiError)[]> {
  const results: (CheckedShape | RoiError)[] = [];
  for (const shape of shapes) {
    // A shape of the most points takes some milliseconds; other requests are answered in between.
    await breathe();
    try {
      results.push(checkShape(shape, size));
    } catch (error) {
      if (!(error instanceof RoiError)) throw error;
      results.push(error);
    }
  }
  const crossed = shapes.flatMap((shape, i) => {
    const error = results[i];
    return error instanceof RoiError && mendable.has(error.code) ? [{ shape, error, i }] : [];
  });
  for (const [k, repaired] of (await repairShapes(crossed, size)).entries()) {
    const { i } = crossed[k] ?? {};
    if (i !== undefined) results[i] = repaired;
  }
  return results;
}

function checkOrRefuse(shape: RoiShape, { widthPx, heightPx }: SlideOfRois): CheckedShape {
  return refusing(() => checkShape(shape, { width: widthPx, height: heightPx }));
}

/** Faults in an outline or its file are for the client to fix. */
function refusing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RoiError)) throw error;
    throw new PortalError('BAD_USER_INPUT', error.message, { faults: [toFault(error)] });
  }
}

function nameOf(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > longestName) throw badInput(`an outline's name has 1 to ${longestName} characters`);
  return name;
}

function labelOf(text: string | null): string | null {
  const label = text?.trim() ?? '';
  if (label.length > longestName) throw badInput(`an outline's label has at most ${longestName} characters`);
  return label === '' ? null : label;
}

/** Other programs do not limit the length of a name. */
function withinLimits({ name, label, regions }: RoiShape): RoiShape {
  return { name: name.slice(0, longestName), label: label?.slice(0, longestName) ?? null, regions };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
