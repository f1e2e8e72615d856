import { type PortalContext } from '../../context/portal-context.ts';
import { isId } from '../../context/id.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type Asker, needOpenStudy, readableCentres, writableCentres } from '../../context/asker.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';

export interface SlideFileRow {
  readonly sha256: string;
  /** Of the file that was sent, where the portal keeps another that it has made of it. */
  readonly sentSha256: string | null;
  readonly bytes: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** As the file states it, otherwise as a person did. */
  readonly micronsPerPixel: number | null;
  readonly statedMicronsPerPixel: number | null;
  /** Across and down, where the file's pixels are not square; then there is no scale. */
  readonly unequalMicronsX: number | null;
  readonly unequalMicronsY: number | null;
  readonly statedBy: string | null;
  /** As in JSON. */
  readonly statedAt: string | null;
  readonly objectivePower: number | null;
  /** Name of the ICC profile, empty if it has none; null without one. Never applied. */
  readonly colourProfile: string | null;
  readonly vendor: string;
  readonly associatedImages: readonly string[];
  readonly synthetic: boolean;
}

export interface SlideRow {
  readonly id: string;
  readonly centreId: number;
  readonly barcode: string;
  readonly patientId: string;
  readonly patientCode: string;
  readonly centre: string;
  readonly study: string;
  readonly stain: string | null;
  readonly evaluationSet: string | null;
  readonly bestResponse: string | null;
  readonly arm: string | null;
  readonly file: SlideFileRow | null;
}

export interface ImportedScoreRow {
  readonly id: string;
  readonly patientId: string;
  readonly version: number;
  readonly updatedAt: Date;
  readonly modelName: string;
  readonly score: number;
}

/** Where the image of a slide is stored, for the server only. */
export interface StoredFile {
  readonly slideId: string;
  readonly fileName: string;
  readonly sha256: string;
}

/** One statement for a page of slides: patient, arm, outcome, and image. */
const slideSql = `
  select s.id, s.centre_id as "centreId", s.barcode, s.patient_id as "patientId", u.code as "patientCode", u.centre, t.code as study, s.stain,
    s.evaluation_set as "evaluationSet", u.best_response as "bestResponse", u.arm,
    case when f.id is not null then json_build_object(
      'sha256', f.sha256, 'sentSha256', f.sent_sha256, 'bytes', f.bytes, 'widthPx', f.width_px, 'heightPx', f.height_px,
      'micronsPerPixel', coalesce(f.microns_per_pixel, f.stated_microns_per_pixel),
      'statedMicronsPerPixel', f.stated_microns_per_pixel, 'statedBy', f.stated_by, 'statedAt', f.stated_at,
      'unequalMicronsX', f.unequal_microns_x, 'unequalMicronsY', f.unequal_microns_y,
      'objectivePower', f.objective_power, 'colourProfile', f.colour_profile, 'vendor', f.vendor, 'associatedImages', f.associated_images,
      'synthetic', f.synthetic
    ) end as file
  from portal.slide s
  join portal.subject u on u.centre_id = s.centre_id and u.id = s.patient_id
  join portal.study t on t.id = u.study_id and t.recipe_id = u.recipe_id
  left join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id`;

export class SlideService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @param withFile - only those whose image the portal holds. */
  list(ctx: PortalContext, study: string, withFile: boolean): Promise<SlideRow[]> {
    const { studyId, readCentres } = this.studies.scope(ctx, study);
    return this.db.read(ctx.asker, (tx) =>
      tx.rows<SlideRow>(
        `${slideSql} where s.centre_id = any($1) and u.study_id = $2 and (f.id is not null or not $3)
         order by u.code, s.barcode`,
        [readCentres, studyId, withFile],
      ),
    );
  }

  async one({ asker }: PortalContext, id: string): Promise<SlideRow> {
    const slide = isId(id)
      ? await this.db.read(asker, async (tx) => {
          const rows = await tx.rows<SlideRow>(`${slideSql} where s.centre_id = any($1) and s.id = $2`, [
            readableCentres(asker),
            id,
          ]);
          return rows[0];
        })
      : undefined;
    if (!slide) throw notFound('slide');
    return slide;
  }

  /**
   * The image of a slide that the asker may read; null where slide or image is absent or foreign, without distinction.
   */
  async fileOf(asker: Asker, slideId: string): Promise<StoredFile | null> {
    if (!isId(slideId)) return null;
    return this.db.read(asker, (tx) => storedFile(tx, asker, slideId));
  }

  /**
   * A person of the centre states the scale of an image whose file does not. Stating it again corrects it; existing
   * scores keep the scale they were computed with.
   *
   * @param micronsPerPixel - at full resolution, 0.05 to 20.
   * @throws NOT_FOUND, FORBIDDEN for readers, BAD_USER_INPUT, CONFLICT where the file states its own scale, or two.
   */
  async stateScale(ctx: PortalContext, slideId: string, micronsPerPixel: number): Promise<SlideRow> {
    const { asker } = ctx;
    if (!(micronsPerPixel >= 0.05 && micronsPerPixel <= 20)) {
      throw badInput(
        'value: microns per pixel lie between 0.05 and 20, such as 0.25 for a 40x scan and 0.5 for a 20x scan',
      );
    }
    const slide = await this.one(ctx, slideId);
    if (!slide.file) throw badInput('the portal holds no image of this slide');
    refuseUnequal(slide.file);
    needOpenStudy(asker, [slide.centreId]);
    const stated = await this.db.write(asker, null, (tx) =>
      tx.rows(
        `with stated as (
           update portal.slide_file set stated_microns_per_pixel = $3, stated_by = $4, stated_at = now(),
             version = version + 1, updated_at = now(), updated_by = $5
           where slide_id = $1 and centre_id = any($2) and microns_per_pixel is null returning id
         ) select id from stated`,
        [slideId, writableCentres(asker), micronsPerPixel, asker.name, asker.userId],
      ),
    );
    if (stated.length > 0) return this.one(ctx, slideId);
    if (slide.file.micronsPerPixel !== null && slide.file.statedMicronsPerPixel === null) {
      const own = `${slide.file.micronsPerPixel} microns per pixel`;
      throw new PortalError('CONFLICT', `the image file states its own scale: ${own}`);
    }
    throw new PortalError('FORBIDDEN', 'only those who may write at the centre of the slide may state its scale');
  }

  async importedScores({ asker }: PortalContext, patientIds: readonly string[]): Promise<ImportedScoreRow[]> {
    return this.db.read(asker, (tx) =>
      tx.rows<ImportedScoreRow>(
        `select id, patient_id as "patientId", version, updated_at as "updatedAt", model_name as "modelName", score
         from portal.imported_score where centre_id = any($1) and patient_id = any($2) order by model_name, updated_at`,
        [readableCentres(asker), patientIds],
      ),
    );
  }
}

async function storedFile(tx: StudyTransaction, asker: Asker, slideId: string): Promise<StoredFile | null> {
  const rows = await tx.rows<StoredFile>(
    `select slide_id as "slideId", file_name as "fileName", sha256
     from portal.slide_file where centre_id = any($1) and slide_id = $2`,
    [readableCentres(asker), slideId],
  );
  return rows[0] ?? null;
}

/**
 * No scale is right for a slide whose pixels are not square: one can neither be stated nor be used for scoring.
 *
 * @throws CONFLICT with both numbers.
 */
export function refuseUnequal({ unequalMicronsX: x, unequalMicronsY: y }: SlideFileRow): void {
  if (x === null || y === null) return;
  const said = `the image file states ${x} microns per pixel across and ${y} down`;
  throw new PortalError('CONFLICT', `${said}: no single scale is right; resample it to square pixels`);
}
