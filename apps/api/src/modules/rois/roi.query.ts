import { type Region, type RoiFormat } from '@haim/ml';
import { readableCentres, type Asker } from '../../context/asker.ts';
import { type StudyTransaction } from '../../db/study-db.ts';

export type RoiSource = 'drawn' | RoiFormat;

export interface RoiRow {
  readonly id: string;
  readonly slideId: string;
  readonly name: string;
  readonly label: string | null;
  readonly source: RoiSource;
  readonly regions: readonly Region[];
  readonly locked: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
  /** Of the slide; null where the file does not state it. */
  readonly micronsPerPixel: number | null;
}

export interface RoiVersionRow {
  readonly roiId: string;
  readonly version: number;
  readonly name: string;
  readonly label: string | null;
  readonly regions: readonly Region[];
  readonly savedAt: Date;
  readonly savedBy: string;
  readonly micronsPerPixel: number | null;
}

/** The image an outline must fit in, and its owner. */
export interface SlideOfRois {
  readonly id: string;
  readonly barcode: string;
  readonly centreId: number;
  readonly patientId: string;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly micronsPerPixel: number | null;
  readonly sha256: string;
  readonly synthetic: boolean;
}

const roiSql = `
  select r.id, r.slide_id as "slideId", r.name, r.label, r.source, v.regions, r.locked, r.version, r.created_at as "createdAt",
    r.created_by as "createdBy", r.updated_at as "updatedAt", r.updated_by as "updatedBy",
    coalesce(f.microns_per_pixel, f.stated_microns_per_pixel) as "micronsPerPixel"
  from portal.roi r
  join portal.roi_version v on v.roi_id = r.id and v.version = r.version
  left join portal.slide_file f on f.centre_id = r.centre_id and f.slide_id = r.slide_id
  where r.centre_id = any($1) and not r.deleted`;

/** Of many slides in one statement, in the order in which they were added. */
export function readRoisOfSlides(tx: StudyTransaction, asker: Asker, slideIds: readonly string[]): Promise<RoiRow[]> {
  return tx.rows(`${roiSql} and r.slide_id = any($2) order by r.created_at, r.id`, [readableCentres(asker), slideIds]);
}

export async function readRoi(tx: StudyTransaction, asker: Asker, id: string): Promise<RoiRow | null> {
  const rows = await tx.rows<RoiRow>(`${roiSql} and r.id = $2`, [readableCentres(asker), id]);
  return rows[0] ?? null;
}

/** Every version of some outlines, the newest first; also of outlines that were deleted since. */
export function readRoiVersions(tx: StudyTransaction, asker: Asker, ids: readonly string[]): Promise<RoiVersionRow[]> {
  return tx.rows(
    `select v.roi_id as "roiId", v.version, v.name, v.label, v.regions, v.saved_at as "savedAt", v.saved_by as "savedBy",
       coalesce(f.microns_per_pixel, f.stated_microns_per_pixel) as "micronsPerPixel"
     from portal.roi_version v
     join portal.roi r on r.centre_id = v.centre_id and r.id = v.roi_id
     left join portal.slide_file f on f.centre_id = r.centre_id and f.slide_id = r.slide_id
     where v.centre_id = any($1) and v.roi_id = any($2) order by v.roi_id, v.version desc`,
    [readableCentres(asker), ids],
  );
}

/** @returns null where slide or image is absent or foreign. */
export async function readSlideOfRois(
  tx: StudyTransaction,
  asker: Asker,
  slideId: string,
): Promise<SlideOfRois | null> {
  const rows = await tx.rows<SlideOfRois>(
    `select s.id, s.barcode, s.centre_id as "centreId", s.patient_id as "patientId", f.width_px as "widthPx",
       f.height_px as "heightPx", coalesce(f.microns_per_pixel, f.stated_microns_per_pixel) as "micronsPerPixel",
       f.sha256, f.synthetic
     from portal.slide s join portal.slide_file f on f.centre_id = s.centre_id and f.slide_id = s.id
     where s.centre_id = any($1) and s.id = $2`,
    [readableCentres(asker), slideId],
  );
  return rows[0] ?? null;
}
