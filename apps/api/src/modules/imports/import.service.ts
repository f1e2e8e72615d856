import { type Readable } from 'node:stream';
import { type Asker } from '../../context/asker.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { deriveResponses } from '../patients/derive-responses.ts';
import { readStudy, readStudyLists } from '../studies/study.service.ts';
import { openCsv } from './decode-csv.ts';
import { type ImportMap, ownHeadings } from './import-map.ts';
import { type ImportReport, Tally } from './import-report.ts';
import { type GivenRow, RowReader } from './import-row.ts';
import { ImportWriter } from './import-writer.ts';

export interface ImportRequest {
  readonly study: string;
  readonly fileName: string;
  readonly file: Readable;
  /** null: the file has the portal's own headings. */
  readonly map: ImportMap | null;
  readonly dryRun: boolean;
}

const BATCH = 500;

/** Ends a transaction whose work was only a trial, or was not sound. */
class Undo extends Error {}

export class ImportService {
  constructor(private readonly db: StudyDb) {}

  /**
   * Imports a file whole or not at all. A dry run does the very same work and takes it back, so what it reports is what
   * an import would do. Repeated, an import changes nothing.
   *
   * @throws BAD_USER_INPUT for a file or headings that cannot be read; refused cells are in the report instead.
   */
  async run(asker: Asker, { study, fileName, file, map, dryRun }: ImportRequest): Promise<ImportReport> {
    const began = performance.now();
    const access = asker.studies.filter(({ studyCode }) => studyCode === study);
    const [first] = access;
    if (!first) throw notFound('study');
    const { encoding, records } = await openCsv(file);
    const tally = new Tally();
    try {
      await this.db.write(asker, `import of ${fileName}`, async (tx) => {
        await lockImports(tx, first.studyId);
        const { monthDays } = await readStudy(tx, first.studyId);
        const centres = await tx.rows<{ id: number; code: string }>(
          'select id, code from portal.centre where study_id = $1',
          [first.studyId],
        );
        const writer = new ImportWriter(
          tx,
          {
            asker,
            lists: await readStudyLists(tx, first.studyId),
            centres: new Map(centres.map(({ id, code }) => [code, id])),
            writable: access.flatMap(({ writeCentres }) => writeCentres),
          },
          tally,
        );
        let reader: RowReader | null = null;
        let batch: GivenRow[] = [];
        for await (const record of records) {
          if (reader === null) {
            const headings = record.cells.map((heading) => heading.trim());
            reader = new RowReader(map ?? ownHeadings(headings), headings, monthDays);
            continue;
          }
          batch.push(reader.read(record));
          if (batch.length === BATCH) {
            await writer.write(batch);
            batch = [];
          }
        }
        if (reader === null) throw badInput('the file has no headings');
        await writer.write(batch);
        if (!tally.isSound || dryRun) throw new Undo();
        await deriveResponses(tx, [...writer.assessedPatients]);
      });
    } catch (cause) {
      if (!(cause instanceof Undo)) throw cause;
    }
    const committed = tally.isSound && !dryRun;
    return tally.report({ dryRun, committed, encoding, seconds: (performance.now() - began) / 1000 });
  }
}

/** One import per study at a time: two could each add what the other is about to add. */
async function lockImports(tx: StudyTransaction, studyId: number): Promise<void> {
  const [lock] = await tx.rows<{ taken: boolean }>(
    `select pg_try_advisory_xact_lock(hashtext('import'), $1) as taken`,
    [studyId],
  );
  if (!lock?.taken)
    throw new PortalError('CONFLICT', 'another import into this study is running; try again when it has ended');
}
