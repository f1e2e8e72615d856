import { roleMay, showCohort } from '@haim/schema';
import { type Asker } from '../../context/asker.ts';
import { badInput, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyMoment, type SubjectStore } from '../../columns/index.ts';
import { type ReadTransaction, type StudyDb } from '../../db/study-db.ts';
import { recordEvent } from '../../events/record-event.ts';
import { readStudy, type StudyService } from '../studies/index.ts';
import { type AskedExport, type ExportHead } from './asked-export.ts';
import { DateShift } from './de-identify.ts';
import { countPatients, exportTables, patientsInOrder, usersOf } from './export-tables.ts';
import { FileWriter } from './file-writer.ts';
import { writeFormat } from './formats.ts';
import { type WrittenFile } from './readme.ts';

export interface ExportDesk {
  /** Where the files go: an empty folder, which whoever asks names only once it is whole. */
  readonly folder: string;
  readonly onStep: (step: { readonly done: number; readonly of: number; readonly name: string }) => void;
  readonly signal: AbortSignal;
}

export interface MadeExport {
  readonly files: readonly WrittenFile[];
  readonly patients: number;
}

/** Whom an export takes. */
interface ChosenPatients {
  readonly patients: number;
  /** null: everybody of the centres. */
  readonly patientIds: readonly string[] | null;
  /** Everybody of them, in the order of their codes. */
  readonly inOrder: () => Promise<readonly string[]>;
}

interface ExportOrder {
  readonly asker: Asker;
  readonly studyId: number;
  readonly readCentres: readonly number[];
  readonly asked: AskedExport;
  readonly madeBy: string;
  readonly desk: ExportDesk;
}

/** A study of many patients takes longer to read than a statement that a person waits for. */
const patience = `select set_config('statement_timeout', '10min', true)`;
const MOST_REASON = 500;

/** Takes records out of the portal as files: by right, in the trail, and without identities unless a reason is given. */
export class ExportService {
  constructor(
    private readonly db: StudyDb,
    private readonly store: SubjectStore,
    private readonly studies: StudyService,
    private readonly secret: () => string,
  ) {}

  /**
   * The asker with those memberships alone by which records may be exported: the database shows no other rows.
   *
   * @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right.
   */
  exporterOf(ctx: PortalContext, study: string, isIdentified: boolean): Asker {
    const { studyId } = this.studies.scope(ctx, study);
    const may = ctx.asker.studies.filter(
      ({ studyId: id, role, readCentres }) =>
        id === studyId && readCentres.length > 0 && roleMay(role, 'exportRecords'),
    );
    if (may.length === 0) throw withoutRight('exportRecords');
    const studies = isIdentified ? may.filter(({ role }) => roleMay(role, 'exportIdentified')) : may;
    if (studies.length === 0) throw withoutRight('exportIdentified');
    return { ...ctx.asker, studies };
  }

  /**
   * Writes an export into a folder. It is granted, and in the trail, before the first row is read.
   *
   * @throws as `exporterOf`; BAD_USER_INPUT without a reason where one is needed, or for a cohort that the study does not have; NOT_FOUND for a snapshot.
   */
  async make(ctx: PortalContext, study: string, asked: AskedExport, desk: ExportDesk): Promise<MadeExport> {
    const asker = this.exporterOf(ctx, study, asked.isIdentified);
    const { studyId, readCentres } = this.studies.scope({ asker }, study);
    const reason = asked.reason?.trim() || null;
    if (asked.isIdentified && reason === null) throw badInput('reason: say what true dates and texts are needed for');
    if (reason !== null && reason.length > MOST_REASON) throw badInput(`reason: at most ${MOST_REASON} characters`);
    const order = { asker, studyId, readCentres, asked: { ...asked, reason }, madeBy: ctx.asker.name, desk };
    const { cohort, snapshot } = asked;
    if (cohort === null && snapshot === null) {
      // Nobody selects: the columns that would tell whom are not loaded.
      return this.store.withoutColumns(asker, studyId, async (moment, tx) => {
        const patients = await countPatients(tx, studyId, readCentres);
        const inOrder = () => patientsInOrder(tx, studyId, readCentres);
        return this.write(tx, moment, { patients, patientIds: null, inOrder }, order);
      });
    }
    return this.store.answer(
      asker,
      studyId,
      (columns, tx) => {
        // A filter that the study does not have is refused before anything is granted.
        const patientIds = cohort === null ? null : columns.everybody(cohort).patientIds();
        const patients = patientIds?.length ?? columns.total;
        const inOrder = () => byCode(tx, patientIds ?? columns.everybody(null).patientIds());
        return this.write(tx, columns, { patients, patientIds, inOrder }, order);
      },
      snapshot,
    );
  }

  private async write(
    tx: ReadTransaction,
    moment: StudyMoment,
    { patients, patientIds, inOrder }: ChosenPatients,
    { asker, studyId, readCentres, asked, madeBy, desk }: ExportOrder,
  ): Promise<MadeExport> {
    const { cohort, isIdentified, language, format, reason } = asked;
    await this.grant(asker, studyId, asked, patients);
    await tx.rows(patience);
    const about = await readStudy(tx, studyId, moment.frozen);
    const centres = await tx.rows<{ id: number; code: string }>(
      'select id, code from portal.centre where study_id = $1 order by code',
      [studyId],
    );
    const shift = isIdentified ? null : new DateShift(this.secret());
    const { code, name, nameZh, recipe, unusedForms, timeZero, monthDays, cutoffOn, synthetic } = about;
    const scope = { studyId, centreIds: readCentres, patientIds, shift, unusedForms, recipe };
    const found = await exportTables(tx, moment, scope);
    const head: ExportHead = {
      ...{ recipe, timeZero, monthDays, isIdentified, reason, language, format, patients, madeBy },
      // Of whoever was seen last on that day, it would tell by how much the dates are moved.
      cutoffOn: isIdentified ? cutoffOn : null,
      zeroColumn: about.endpointRules.timeZero === 'enrolment' ? 'enrolled_on' : 'started_on',
      study: { code, name, nameZh },
      isSynthetic: synthetic,
      centres: centres.filter(({ id }) => readCentres.includes(id)).map((centre) => centre.code),
      isWhole: centres.every(({ id }) => readCentres.includes(id)),
      dataVersion: moment.version,
      snapshot: moment.frozen && { name: moment.frozen.name, sha256: moment.frozen.sha256 },
      cohort: cohort === null ? null : showCohort(cohort),
      madeAt: new Date(),
    };
    const files = new FileWriter(desk.folder, desk.signal);
    const users = () => usersOf(tx, readCentres);
    await writeFormat({ head, ...found, patientIds: inOrder, users, files, onStep: desk.onStep });
    return { files: files.written, patients };
  }

  /** In a transaction of its own: what follows may take minutes, and the entry is there whatever becomes of it. */
  private grant(
    asker: Asker,
    studyId: number,
    { format, cohort, snapshot, isIdentified, reason }: AskedExport,
    patients: number,
  ): Promise<void> {
    const details = {
      ...{ what: 'dataTables', format, identified: isIdentified, rows: patients },
      ...(cohort !== null && { cohort: showCohort(cohort).slice(0, MOST_REASON) }),
      ...(snapshot !== null && { snapshot }),
    };
    return this.db.write(asker, reason, (tx) => recordEvent(tx, { kind: 'exported', studyId, details }));
  }
}

/** Patients whom a snapshot keeps and the study no longer has come last. */
async function byCode(tx: ReadTransaction, chosen: readonly string[]): Promise<readonly string[]> {
  const rows = await tx.rows<{ id: string }>(
    'select p.id from portal.patient p where p.id = any ($1::uuid[]) order by p.code collate "C", p.id',
    [chosen],
  );
  const there = new Set(rows.map(({ id }) => id));
  return [...there, ...chosen.filter((id) => !there.has(id))];
}
