import { centresWith, hasRight } from '../../context/asker.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyScope, type StudyService } from '../studies/index.ts';
import {
  type EntryWorkRow,
  type ModelWorkRow,
  type PeopleWorkRow,
  readEntryWork,
  readModelWork,
  readPeopleWork,
  readSlideWork,
  readUnsignedWork,
  type SlideWorkRow,
  type UnsignedWorkRow,
} from './worklist.query.ts';

/** What waits in a study for somebody: each part for those whose right it concerns, and null for others. */
export class WorklistService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's. */
  scope(ctx: PortalContext, study: string): StudyScope {
    return this.studies.scope(ctx, study);
  }

  async entry({ asker }: PortalContext, { studyId, writeCentres }: StudyScope): Promise<EntryWorkRow | null> {
    if (writeCentres.length === 0) return null;
    return this.db.read(asker, (tx) => readEntryWork(tx, { centreIds: writeCentres, studyId, userId: asker.userId }));
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

  async people({ asker }: PortalContext, { studyId, code }: StudyScope): Promise<PeopleWorkRow | null> {
    return hasRight(asker, 'managePeople', code) ? this.db.read(asker, (tx) => readPeopleWork(tx, studyId)) : null;
  }

  /** Of the centres where the asker may sign. */
  async unsigned({ asker }: PortalContext, { readCentres }: StudyScope): Promise<UnsignedWorkRow | null> {
    const open = new Set(centresWith(asker, 'signRecords'));
    const centreIds = readCentres.filter((id) => open.has(id));
    return centreIds.length === 0 ? null : this.db.read(asker, (tx) => readUnsignedWork(tx, centreIds));
  }
}
