import { type Row } from '@haim/schema';
import { type StudyTransaction, type WriteTransaction } from '../../../db/study-db.ts';
import { type MadeCorrection } from '../checks/corrections.ts';

/** In the place of a form's table: patients whom an import added. */
export const PATIENTS = 'patient';

/** Records of one form and centre that an import wrote in one way, to be stored as one row. */
export interface Part {
  readonly centreId: number;
  readonly form: string;
  readonly isNew: boolean;
  readonly patientIds: string[];
  readonly recordIds: string[];
  readonly versions: number[];
  readonly was: Row[];
}

/** What an import did, in numbers. */
export interface WrittenImport {
  readonly importId: string;
  readonly centreIds: ReadonlySet<number>;
  readonly patientsAdded: number;
  readonly recordsAdded: number;
  readonly recordsChanged: number;
}

/** How long an import can be undone. */
export const UNDO_HOURS = 24;

/** An import that was kept, as its list shows it. */
export interface DataImport {
  readonly id: string;
  readonly studyId: number;
  readonly study: string;
  readonly centreIds: readonly number[];
  readonly fileName: string;
  readonly sha256: string;
  readonly patientsAdded: number;
  readonly recordsAdded: number;
  readonly recordsChanged: number;
  /** Cells that were corrected before the import, and rows left out. */
  readonly corrected: number;
  readonly importedAt: Date;
  readonly importedBy: string;
  readonly userId: string;
  readonly undoableUntil: Date;
  readonly isExpired: boolean;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
  readonly undoReason: string | null;
}

const columns = `i.id, i.study_id as "studyId", s.code as study, i.centre_ids as "centreIds", i.file_name as "fileName", i.sha256,
  i.patients_added as "patientsAdded", i.records_added as "recordsAdded", i.records_changed as "recordsChanged", jsonb_array_length(i.corrections) as corrected,
  i.imported_at as "importedAt", i.imported_by as "importedBy", i.user_id as "userId",
  i.imported_at + interval '${UNDO_HOURS} hours' as "undoableUntil", i.imported_at <= now() - interval '${UNDO_HOURS} hours' as "isExpired",
  i.undone_at as "undoneAt", i.undone_by as "undoneBy", i.undo_reason as "undoReason"`;

/** The newest of a study, of those that wrote to centres that the asker reads alone. */
export function dataImportsOf(tx: StudyTransaction, studyId: number, most: number): Promise<DataImport[]> {
  return tx.rows<DataImport>(
    `select ${columns} from portal.data_import i join portal.study s on s.id = i.study_id
     where i.study_id = $1 order by i.imported_at desc, i.id limit $2`,
    [studyId, most],
  );
}

export async function dataImport(tx: StudyTransaction, id: string): Promise<DataImport | undefined> {
  const [found] = await tx.rows<DataImport>(
    `select ${columns} from portal.data_import i join portal.study s on s.id = i.study_id where i.id = $1`,
    [id],
  );
  return found;
}

/** Stores an import whose parts are stored. */
export async function addDataImport(
  tx: WriteTransaction,
  { importId, centreIds, patientsAdded, recordsAdded, recordsChanged }: WrittenImport,
  about: {
    readonly studyId: number;
    readonly fileName: string;
    readonly sha256: string;
    readonly by: string;
    readonly corrections: readonly MadeCorrection[];
  },
): Promise<void> {
  await tx.rows(
    `insert into portal.data_import
       (id, study_id, centre_ids, file_name, sha256, patients_added, records_added, records_changed, corrections, imported_by, updated_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      ...[importId, about.studyId, [...centreIds], about.fileName, about.sha256],
      ...[patientsAdded, recordsAdded, recordsChanged, JSON.stringify(about.corrections), about.by],
    ],
  );
}

export async function addPart(
  tx: WriteTransaction,
  importId: string,
  number: number,
  { centreId, form, isNew, patientIds, recordIds, versions, was }: Part,
): Promise<void> {
  await tx.rows(
    `insert into portal.data_import_part (import_id, centre_id, part, form, patient_ids, record_ids, versions, was)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb[])`,
    [
      ...[importId, centreId, number, form, patientIds, recordIds, versions],
      isNew ? null : was.map((values) => JSON.stringify(values)),
    ],
  );
}

/** A part as it is read: up to a thousand records of one form and centre. */
export interface StoredPart {
  readonly centreId: number;
  readonly form: string;
  readonly patientIds: readonly string[];
  readonly recordIds: readonly string[];
  readonly versions: readonly number[];
  readonly was: readonly Row[] | null;
}

export interface PartName {
  readonly part: number;
  readonly centreId: number;
  readonly form: string;
  readonly isNew: boolean;
}

export function partsOf(tx: StudyTransaction, importId: string): Promise<PartName[]> {
  return tx.rows<PartName>(
    `select part, centre_id as "centreId", form, was is null as "isNew" from portal.data_import_part
     where import_id = $1 order by part`,
    [importId],
  );
}

export async function storedPart(
  tx: StudyTransaction,
  importId: string,
  { part, centreId }: PartName,
): Promise<StoredPart> {
  const [found] = await tx.rows<StoredPart>(
    `select centre_id as "centreId", form, patient_ids as "patientIds", record_ids as "recordIds", versions, to_jsonb(was) as was
     from portal.data_import_part where import_id = $1 and centre_id = $2 and part = $3`,
    [importId, centreId, part],
  );
  if (!found) throw new Error(`import ${importId} has no part ${part}`);
  return found;
}

/** @returns whether it was there to be undone: the database refuses what is older, undone, or another's. */
export async function markUndone(tx: WriteTransaction, id: string, by: string, reason: string): Promise<boolean> {
  const marked = await tx.rows(
    `update portal.data_import set undone_at = clock_timestamp(), undone_by = $2, undo_reason = $3,
       version = version + 1, updated_at = clock_timestamp(), updated_by = $2
     where id = $1 and undone_at is null returning id`,
    [id, by, reason],
  );
  return marked.length > 0;
}
