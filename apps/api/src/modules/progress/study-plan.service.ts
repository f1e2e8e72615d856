import { checkStudyPlan, type StudyPlan } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { readPlan, type StoredPlan, writePlan } from './study-plan.query.ts';

/** What a study intends: read by whoever reads records, set by whoever manages the study. */
export class StudyPlanService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN for who neither reads records nor manages it. */
  async read(ctx: PortalContext, study: string): Promise<StoredPlan> {
    const { studyId, readCentres } = this.studies.scope(ctx, study);
    if (readCentres.length === 0 && !hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('readRecords');
    return this.db.read(ctx.asker, (tx) => readPlan(tx, studyId));
  }

  /**
   * @param version - the one that was read; 0 where the study has set none yet.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT with the faulty settings; CONFLICT if it was changed meanwhile.
   */
  async set(ctx: PortalContext, study: string, version: number, plan: StudyPlan): Promise<StoredPlan> {
    const { studyId, isClosed } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'manageStudy', study)) throw withoutRight('manageStudy');
    if (isClosed) throw studyClosed(study);
    const issues = checkStudyPlan(plan);
    const [first] = issues;
    if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
    return this.db.write(ctx.asker, null, async (tx) => {
      if (!(await writePlan(tx, { studyId, version, by: ctx.asker.name }, plan))) {
        const current = await readPlan(tx, studyId);
        throw new PortalError(
          'CONFLICT',
          `${current.updatedBy ?? 'somebody'} changed the plan meanwhile: look at it again`,
          { plan: 'CHANGED', currentVersion: current.version, changedBy: current.updatedBy },
        );
      }
      return readPlan(tx, studyId);
    });
  }
}
