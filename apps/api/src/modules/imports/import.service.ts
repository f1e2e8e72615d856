import { createHash } from 'node:crypto';
import { formsOfStudy, type ImportCorrection, withReasons } from '@haim/schema';
import { type Asker, type StudyAccess } from '../../context/asker.ts';
import { abandoned, badInput, notFound, PortalError, studyClosed } from '../../context/portal-error.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { type Encoding, type FileBytes, openTables, type ReadTable, type TableRecord } from '../../tables/index.ts';
import { learnImportedTerms } from '../ctcae/index.ts';
import { holdFields, readOwnFields } from '../fields/index.ts';
import { readStudy, readStudyLists } from '../studies/index.ts';
import { type CellSpool } from './checks/cell-spool.ts';
import { Corrections } from './checks/corrections.ts';
import { exportedTables } from './exported-tables.ts';
import { LONGEST_COMMIT, lockImports } from './import-lock.ts';
import { type GivenMap } from './import-map.ts';
import { type ImportReport, Tally } from './import-report.ts';
import { type GivenRow, RowReader } from './import-row.ts';
import { ImportWriter, patientKey, type WriterScope } from './import-writer.ts';
import { shapeOf } from './look/look-at-table.ts';
import { inBatches, oneAhead } from './read-ahead.ts';
import { remember as rememberMap } from './remembered-maps.query.ts';
import { plansOf, type TablePlan } from './table-plans.ts';
import { addDataImport } from './undo/data-import.query.ts';
import { WrittenParts } from './written-parts.ts';

export interface ImportRequest {
  readonly study: string;
  /** One file, or those of a folder: they are written together or not at all. */
  readonly file: FileBytes | readonly FileBytes[];
  /** As the sender named it; null: detected from the file. */
  readonly encoding?: Encoding | null;
  /** null: the file has the portal's own headings. */
  readonly map: GivenMap | null;
  readonly dryRun: boolean;
  /** Whether an empty cell clears the stored value; otherwise the value is kept. */
  readonly blankEmpty?: boolean;
  /** Whether the next file with the same columns begins with this mapping. */
  readonly remember?: boolean;
  /** Aborted when nobody waits for the report any more: a dry run ends, what is to be kept is carried out. */
  readonly gone?: AbortSignal;
  /** Of its cells and rows, by whoever imports: the file itself stays as it is. */
  readonly corrections?: readonly ImportCorrection[];
  /** Keeps what a check finds of every cell. */
  readonly cells?: CellSpool;
}

/** Rolls back a transaction whose work was only a trial, or was not valid. */
class Undo extends Error {}

export class ImportService {
  constructor(private readonly db: StudyDb) {}

  /**
   * Imports a file whole or not at all. A dry run does the same work and rolls it back, but for new patients whose records
   * nothing stored can touch: it reports exactly what an import would do. Repeating an import changes nothing.
   *
   * @throws BAD_USER_INPUT for a file or headings that cannot be read; refused cells are in the report instead. UNAVAILABLE
   *   for a dry run that nobody waits for.
   */
  async run(
    asker: Asker,
    { study, file, encoding: named = null, map, dryRun, blankEmpty = false, remember = false, ...given }: ImportRequest,
  ): Promise<ImportReport> {
    const began = performance.now();
    const access = mayImport(asker, study);
    const { studyId } = access[0];
    const files = [file].flat();
    const tables = await exportedTables(await openTables(files, named));
    const sha256 = dryRun ? '' : await hashOf(files);
    const corrections = new Corrections(given.corrections ?? []);
    const tally = new Tally(given.cells);
    const needSender = (): void => {
      if (dryRun && given.gone?.aborted) throw abandoned();
    };
    try {
      await this.db.write(asker, `import of ${nameOf(files)}`, async (tx) => {
        await lockImports(tx, studyId);
        await holdFields(tx, studyId);
        await learnImportedTerms(tx);
        const { monthDays, unusedForms, closedAt } = await readStudy(tx, studyId);
        if (closedAt !== null) throw studyClosed(study);
        const centres = await tx.rows<{ id: number; code: string }>(
          'select id, code from portal.centre where study_id = $1',
          [studyId],
        );
        const studyForms = formsOfStudy(await readOwnFields(tx, studyId)).map(withReasons);
        const plans = plansOf(tables, map, studyForms);
        for (const plan of plans) refuseUnusedForms(plan, unusedForms, study);
        // Every table is known to fit its mapping before the first row of any is read.
        const readers = plans.map(({ table, map: mapping }) => ({
          table,
          reader: new RowReader(
            mapping,
            table.columns.map(({ name }) => name),
            monthDays,
            tables.length === 1 ? null : table.name,
          ),
          records: () => corrections.over(table, tables.length === 1 ? null : table.name),
        }));
        const scope = {
          asker,
          maps: plans.map(({ map: mapping }) => mapping),
          lists: await readStudyLists(tx, studyId),
          centres: new Map(centres.map(({ id, code }) => [code, id])),
          writable: access.flatMap(({ writeCentres }) => writeCentres),
          blankEmpty,
          parts: dryRun ? null : new WrittenParts(tx),
        };
        // Where a table leaves the centre to what is stored, it may be stored by a table before it.
        const needsAll = plans.length > 1 && plans.some(({ map: { centre } }) => centre === null);
        const writer = new ImportWriter(tx, { ...scope, isTrial: dryRun && !needsAll }, tally);
        for (const one of readers) {
          for await (const batch of oneAhead(batchesOf(one))) {
            await writer.write(batch);
            needSender();
          }
        }
        corrections.refuseUnmet();
        if (writer.imagined.hasSuspects) await tryInFull(tx, scope, readers, writer);
        await writer.written.warnOfContradictions(tx, tally);
        await tally.cells?.flush();
        if (!tally.isSound || dryRun) throw new Undo();
        if (remember) await rememberMaps(tx, studyId, asker, plans);
        await writer.written.deriveResponses(tx);
        const about = { studyId, fileName: nameOf(files), sha256, by: asker.name };
        if (scope.parts) await keep(tx, scope.parts, { ...about, corrections: corrections.made });
        // The commit is one statement, in which the analysis rows of all these patients are brought up to date.
        await tx.rows(`select set_config('statement_timeout', $1, true)`, [LONGEST_COMMIT]);
      });
    } catch (cause) {
      if (!(cause instanceof Undo)) throw cause;
    }
    const committed = tally.isSound && !dryRun;
    const read = { ...aboutTables(tables), corrected: corrections.made.length };
    return tally.report({ dryRun, committed, ...read, seconds: (performance.now() - began) / 1000 });
  }
}

/**
 * What the asker may do in the study, determined before the file is read.
 *
 * @throws NOT_FOUND for a study that is not the asker's, STUDY_CLOSED for a closed one, FORBIDDEN for an account that writes
 *   for no centre of it.
 */
export function mayImport({ studies }: Asker, study: string): readonly [StudyAccess, ...StudyAccess[]] {
  const [first, ...others] = studies.filter(({ studyCode }) => studyCode === study);
  if (!first) throw notFound('study');
  const access = [first, ...others] as const;
  if (first.isClosed) throw studyClosed(study);
  if (!access.some(({ writeCentres }) => writeCentres.length > 0)) {
    throw new PortalError('FORBIDDEN', 'this account reads the study and does not enter records: it cannot import');
  }
  return access;
}

/** @throws BAD_USER_INPUT naming the forms of a file that the study does not use. */
function refuseUnusedForms({ map: { records } }: TablePlan, unusedForms: readonly string[], study: string): void {
  const unused = [...new Set(records.map(({ form }) => form.name).filter((name) => unusedForms.includes(name)))];
  if (unused.length === 0) return;
  throw badInput(
    `study ${study} does not use the form ${unused.join(', ')}: leave its columns out, or use the form in the settings of the study`,
  );
}

interface TableReader {
  readonly table: ReadTable;
  readonly reader: RowReader;
  /** Of the table, as whoever imports has corrected them. */
  readonly records: () => AsyncGenerator<TableRecord>;
}

function batchesOf({ records, reader }: TableReader): AsyncGenerator<GivenRow[], void> {
  return inBatches(records(), (record) => reader.read(record));
}

/** Writes those new patients of a check whose records may contradict each other, so that the database can say whether they do. */
async function tryInFull(
  tx: WriteTransaction,
  scope: Omit<WriterScope, 'isTrial'>,
  readers: readonly TableReader[],
  { imagined, written }: ImportWriter,
): Promise<void> {
  // Their rows have been counted.
  const writer = new ImportWriter(tx, { ...scope, isTrial: false }, new Tally(), written);
  for (const one of readers) {
    for await (const batch of oneAhead(batchesOf(one))) {
      const suspects = batch.filter(({ centre, code }) =>
        imagined.isSuspect(patientKey(centre === null ? undefined : scope.centres.get(centre), code)),
      );
      if (suspects.length > 0) await writer.write(suspects);
    }
  }
}

/** As the trail of changes calls them. */
function nameOf([first, ...others]: readonly FileBytes[]): string {
  return others.length === 0 ? (first?.name ?? '') : `${first?.name ?? ''} and ${others.length} more files`;
}

/** Of several files, of one after the other. */
async function hashOf(files: readonly FileBytes[]): Promise<string> {
  const hash = createHash('sha256');
  for (const { stream } of files) for await (const chunk of stream()) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** An import that changed nothing leaves nothing to undo. */
async function keep(tx: WriteTransaction, parts: WrittenParts, about: Parameters<typeof addDataImport>[2]) {
  if (parts.centreIds.size === 0) return;
  await parts.finish();
  await addDataImport(tx, parts, about);
}

async function rememberMaps(
  tx: WriteTransaction,
  studyId: number,
  asker: Asker,
  plans: readonly TablePlan[],
): Promise<void> {
  for (const { table, json } of plans) {
    if (json) await rememberMap(tx, { studyId, shape: shapeOf(table), map: json, by: asker.name });
  }
}

function aboutTables(tables: readonly ReadTable[]): Pick<ImportReport, 'format' | 'tables' | 'encoding' | 'sample'> {
  const foreign = tables.find(({ reading }) => reading.cells.length > 0) ?? tables[0];
  return {
    format: tables[0]?.format ?? 'csv',
    tables: tables.map(({ name }) => name),
    encoding: foreign?.reading.encoding ?? 'utf-8',
    sample: foreign?.reading.cells ?? [],
  };
}
