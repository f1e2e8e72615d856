import {
  type CodeList,
  formsOfStudy,
  type GuessFor,
  guessMap,
  type ImportLook,
  type LookedTable,
  type PartialMap,
  withReasons,
} from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { inTurn, type StudyDb, type StudyTransaction } from '../../db/study-db.ts';
import { type Encoding, type FileBytes, openTables } from '../../tables/index.ts';
import { readOwnFields } from '../fields/index.ts';
import { readStudy } from '../studies/index.ts';
import { exportedTables } from './exported-tables.ts';
import { mayImport } from './import.service.ts';
import { hasOwnHeadings, lookAtTable, type SeenTable } from './look/look-at-table.ts';
import { readRemembered } from './remembered-maps.query.ts';

export interface LookRequest {
  readonly study: string;
  readonly file: FileBytes | readonly FileBytes[];
  /** As the sender named it; null: as the file shows. */
  readonly encoding: Encoding | null;
  /** Aborted when nobody waits for the answer any more. */
  readonly gone?: AbortSignal;
}

/** Says what a file holds and which of its columns may be which field, before anything of it is checked. */
export class ImportLookService {
  constructor(private readonly db: StudyDb) {}

  /** @throws as an import does, for who may not import and for a file that cannot be read. */
  async look(asker: Asker, { study, file, encoding, gone }: LookRequest): Promise<ImportLook> {
    const access = mayImport(asker, study);
    const { studyId } = access[0];
    const tables = await exportedTables(await openTables(file, encoding));
    const seen = await inTurn(tables, (table) => lookAtTable(table, gone));
    return this.db.read(asker, async (tx) => {
      const given = await guessGrounds(tx, studyId, new Set(access.flatMap(({ writeCentres }) => writeCentres)));
      const remembered = await readRemembered(
        tx,
        studyId,
        seen.map(({ shape }) => shape),
      );
      const [first] = tables;
      return {
        format: first?.format ?? 'csv',
        encoding: first?.reading.encoding ?? 'utf-8',
        sample: first?.reading.cells ?? [],
        tables: seen.map((one) => looked(one, given, remembered.get(one.shape))),
      };
    });
  }
}

function looked(seen: SeenTable, given: GuessFor, remembered: PartialMap | undefined): LookedTable {
  const { table, shape, rows, columns } = seen;
  const from = remembered ? 'remembered' : hasOwnHeadings(table, given) ? 'own' : 'guessed';
  return { name: table.name, shape, rows, columns, from, map: remembered ?? guessMap(columns, given) };
}

async function guessGrounds(tx: StudyTransaction, studyId: number, writable: ReadonlySet<number>): Promise<GuessFor> {
  const { unusedForms } = await readStudy(tx, studyId);
  const forms = formsOfStudy(await readOwnFields(tx, studyId)).map(withReasons);
  const centres = await tx.rows<{ id: number; code: string }>(
    'select id, code from portal.centre where study_id = $1 order by code',
    [studyId],
  );
  return {
    forms: forms.filter(({ name }) => !unusedForms.includes(name)),
    arms: await armList(tx, studyId),
    centres: centres.filter(({ id }) => writable.has(id)).map(({ code }) => code),
  };
}

async function armList(tx: StudyTransaction, studyId: number): Promise<CodeList> {
  const arms = await tx.rows<{ code: string; en: string; zh: string | null }>(
    'select code, label as en, label_zh as zh from portal.study_arm where study_id = $1 order by position',
    [studyId],
  );
  return { source: 'study', codes: arms.map(({ code, en, zh }) => ({ code, label: { en, zh: zh ?? en } })) };
}
