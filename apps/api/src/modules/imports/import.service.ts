import { formsOfStudy, withReasons } from '@haim/schema';
import { type Asker, type StudyAccess } from '../../context/asker.ts';
import { badInput, notFound, PortalError, studyClosed } from '../../context/portal-error.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type Encoding, openTable, type TableSource } from '../../tables/index.ts';
import { learnImportedTerms } from '../ctcae/index.ts';
import { holdFields, readOwnFields } from '../fields/index.ts';
import { readStudy, readStudyLists } from '../studies/index.ts';
import { type ImportMap, inStudy, ownHeadings } from './import-map.ts';
import { type ImportReport, Tally } from './import-report.ts';
import { RowReader } from './import-row.ts';
import { ImportWriter } from './import-writer.ts';
import { inBatches, oneAhead } from './read-ahead.ts';

export interface ImportRequest {
  readonly study: string;
  readonly fileName: string;
  readonly file: TableSource;
  /** As the sender named it; null: detected from the file. */
  readonly encoding?: Encoding | null;
  /** null: the file has the portal's own headings. */
  readonly map: ImportMap | null;
  readonly dryRun: boolean;
  /** Whether an empty cell clears the stored value; otherwise the value is kept. */
  readonly blankEmpty?: boolean;
}

const LONGEST_COMMIT = '10min';

/** Rolls back a transaction whose work was only a trial, or was not valid. */
class Undo extends Error {}

export class ImportService {
  constructor(private readonly db: StudyDb) {}

  /**
   * Imports a file whole or not at all. A dry run does the same work and rolls it back, so it reports exactly what an
   * import would do. Repeating an import changes nothing.
   *
   * @throws BAD_USER_INPUT for a file or headings that cannot be read; refused cells are in the report instead.
   */
  async run(
    asker: Asker,
    { study, fileName, file, encoding: named = null, map, dryRun, blankEmpty = false }: ImportRequest,
  ): Promise<ImportReport> {
    const began = performance.now();
    const access = mayImport(asker, study);
    const { studyId } = access[0];
    const { encoding, cells: sample, headings, records } = await openTable(file, named);
    const tally = new Tally();
    try {
      await this.db.write(asker, `import of ${fileName}`, async (tx) => {
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
        const mapping = map ? inStudy(map, studyForms) : ownHeadings(headings, studyForms);
        refuseUnusedForms(mapping, unusedForms, study);
        const reader = new RowReader(mapping, headings, monthDays);
        const writer = new ImportWriter(
          tx,
          {
            asker,
            map: mapping,
            lists: await readStudyLists(tx, studyId),
            centres: new Map(centres.map(({ id, code }) => [code, id])),
            writable: access.flatMap(({ writeCentres }) => writeCentres),
            blankEmpty,
          },
          tally,
        );
        for await (const batch of oneAhead(inBatches(records, (record) => reader.read(record)))) {
          await writer.write(batch);
        }
        await writer.written.warnOfContradictions(tx, tally);
        if (!tally.isSound || dryRun) throw new Undo();
        await writer.written.deriveResponses(tx);
        // The commit is one statement, in which the analysis rows of all these patients are brought up to date.
        await tx.rows(`select set_config('statement_timeout', $1, true)`, [LONGEST_COMMIT]);
      });
    } catch (cause) {
      if (!(cause instanceof Undo)) throw cause;
    } finally {
      await records.return(undefined);
    }
    const committed = tally.isSound && !dryRun;
    return tally.report({ dryRun, committed, encoding, sample, seconds: (performance.now() - began) / 1000 });
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
function refuseUnusedForms({ records }: ImportMap, unusedForms: readonly string[], study: string): void {
  const unused = [...new Set(records.map(({ form }) => form.name).filter((name) => unusedForms.includes(name)))];
  if (unused.length === 0) return;
  throw badInput(
    `study ${study} does not use the form ${unused.join(', ')}: leave its columns out, or use the form in the settings of the study`,
  );
}

/** One import per study at a time: otherwise two could each add what the other is about to add. */
async function lockImports(tx: StudyTransaction, studyId: number): Promise<void> {
  const [lock] = await tx.rows<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('import'), $1) as taken`,
    [studyId],
  );
  if (!lock?.taken)
    throw new PortalError('CONFLICT', 'another import into this study is running; try again when it has ended');
}
