import { centresWith, hasRight } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type AccountDirectory } from '../auth/index.ts';
import { type PatientService } from '../patients/index.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import { type BegunRow, countAnswered, readBegun } from './own-work.query.ts';
import {
  type EntryWorkRow,
  type ModelWorkRow,
  NAMED,
  type PeopleWorkRow,
  readEntryWork,
  readMemberRoles,
  readModelWork,
  readPeopleWork,
  readSlideWork,
  readTrouble,
  readUnsignedWork,
  type SlideWorkRow,
  type TroubleWorkRow,
  type UnsignedWorkRow,
} from './worklist.query.ts';

export interface PeopleWork extends PeopleWorkRow {
  /** Accounts that have to set up a second factor and have not; null where nobody has to. */
  readonly withoutSecondFactor: number | null;
}

export interface OwnWork {
  /** Forms that the asker began, for a patient, and of which a field is still to be filled. */
  readonly incomplete: number;
  /** Open queries about records that the asker began. */
  readonly asked: number;
  /** Queries of the asker that were answered. */
  readonly answered: number;
  /** The newest that are incomplete or asked about. */
  readonly next: readonly BegunRow[];
}

/** What waits in a study for somebody: each part for those whose right it concerns, and null for others. */
export class WorklistService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
    private readonly patients: Pick<PatientService, 'recordCounts'>,
    private readonly accounts: Pick<AccountDirectory, 'lackSecondFactor'>,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's. */
  scope(ctx: PortalContext, study: string): StudyScope {
    return this.studies.scope(ctx, study);
  }

  async entry({ asker }: PortalContext, { studyId, writeCentres }: StudyScope): Promise<EntryWorkRow | null> {
    if (writeCentres.length === 0) return null;
    return this.db.read(asker, (tx) => readEntryWork(tx, { centreIds: writeCentres, studyId, userId: asker.userId }));
  }

  /** Of the centres where the asker enters records: what the asker began and has not finished. */
  async mine(ctx: PortalContext, { studyId, writeCentres: centreIds }: StudyScope): Promise<OwnWork | null> {
    if (centreIds.length === 0) return null;
    const { userId } = ctx.asker;
    const [begun, answered] = await this.db.read(ctx.asker, (tx) =>
      Promise.all([readBegun(tx, { centreIds, studyId, userId }), countAnswered(tx, { centreIds, userId })]),
    );
    const counts = await this.patients.recordCounts(ctx, [...new Set(begun.map(({ patientId }) => patientId))]);
    const isShort = new Set(
      counts
        .filter(({ n, filled, asked }) => n > 0 && filled < asked)
        .map(({ patientId, form }) => `${patientId} ${form}`),
    );
    const isIncomplete = ({ patientId, form }: BegunRow) => isShort.has(`${patientId} ${form}`);
    return {
      incomplete: begun.filter(isIncomplete).length,
      asked: begun.reduce((sum, { asked }) => sum + asked, 0),
      answered,
      next: begun.filter((one) => one.asked > 0 || isIncomplete(one)).slice(0, NAMED),
    };
  }

  /** Of the centres where the asker may outline or score. */
  async slides({ asker }: PortalContext, { readCentres }: StudyScope): Promise<SlideWorkRow | null> {
    const open = new Set([...centresWith(asker, 'drawOutlines'), ...centresWith(asker, 'runModels')]);
    const centreIds = readCentres.filter((id) => open.has(id));
    return centreIds.length === 0 ? null : this.db.read(asker, (tx) => readSlideWork(tx, centreIds));
  }

  async models({ asker }: PortalContext, { studyId, code }: StudyScope): Promise<ModelWorkRow | null> {
    const concerns = (['trainModels', 'decideOnModels'] as const).some((right) => hasRight(asker, right, code));
    return concerns ? this.db.read(asker, (tx) => readModelWork(tx, studyId)) : null;
  }

  async people({ asker }: PortalContext, { studyId, code }: StudyScope): Promise<PeopleWork | null> {
    if (!hasRight(asker, 'managePeople', code)) return null;
    const [work, members] = await this.db.read(asker, (tx) =>
      Promise.all([readPeopleWork(tx, studyId), readMemberRoles(tx, studyId)]),
    );
    return { ...work, withoutSecondFactor: await this.accounts.lackSecondFactor(members) };
  }

  /** What went wrong within a week, for whoever runs the study. */
  async trouble({ asker }: PortalContext, { studyId, code, readCentres }: StudyScope): Promise<TroubleWorkRow | null> {
    if (!hasRight(asker, 'manageStudy', code)) return null;
    return this.db.read(asker, (tx) => readTrouble(tx, { studyId, centreIds: readCentres }));
  }

  /** Of the centres where the asker may sign. */
  async unsigned({ asker }: PortalContext, { readCentres }: StudyScope): Promise<UnsignedWorkRow | null> {
    const open = new Set(centresWith(asker, 'signRecords'));
    const centreIds = readCentres.filter((id) => open.has(id));
    return centreIds.length === 0 ? null : this.db.read(asker, (tx) => readUnsignedWork(tx, centreIds));
  }
}
