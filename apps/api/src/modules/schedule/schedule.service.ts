import { checkSchedule, type StudySchedule } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { readSchedule, type StoredSchedule, writeSchedule } from './schedule.query.ts';

/** When records of a study are due: read by whoever reads records, set by whoever manages the study. */
export class ScheduleService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN for who neither reads records nor manages it. */
  async read(ctx: PortalContext, study: string): Promise<StoredSchedule> {
    const { studyId, readCentres } = this.studies.scope(ctx, study);
    if (readCentres.length === 0 && !hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('readRecords');
    return this.db.read(ctx.asker, (tx) => readSchedule(tx, studyId));
  }

  /**
   * @param version - the one that was read; 0 where the study has set none yet.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT with the faulty settings; CONFLICT if it was changed meanwhile.
   */
  async set(ctx: PortalContext, study: string, version: number, schedule: StudySchedule): Promise<StoredSchedule> {
    const { studyId, isClosed } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (isClosed) throw studyClosed(study);
    const issues = checkSchedule(schedule);
    const [first] = issues;
    if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
    return this.db.write(ctx.asker, null, async (tx) => {
      if (!(await writeSchedule(tx, { studyId, version, by: ctx.asker.name }, schedule))) {
        const current = await readSchedule(tx, studyId);
        throw new PortalError(
          'CONFLICT',
          `${current.updatedBy ?? 'somebody'} changed the schedule meanwhile: look at it again`,
          { schedule: 'CHANGED', currentVersion: current.version, changedBy: current.updatedBy },
        );
      }
      return readSchedule(tx, studyId);
    });
  }
}
