import { type ChecklistAnswer, checkChecklistAnswer } from '@haim/schema';
import { hasRight } from '../../context/asker.ts';
import { badInput, PortalError, studyClosed, withoutRight } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import { readAnswers, type StoredAnswer, storeAnswer } from './checklist-answer.query.ts';

/** What authors report of a study in the items of a guideline: read with its records, kept by whoever writes its reports. */
export class ChecklistAnswerService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN for who reads none of its records. */
  async list(ctx: PortalContext, study: string): Promise<StoredAnswer[]> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readRecords');
    return this.db.read(ctx.asker, (tx) => readAnswers(tx, studyId));
  }

  /**
   * @param version - the one that was read; 0 where the item was never answered.
   * @throws NOT_FOUND, FORBIDDEN, STUDY_CLOSED; BAD_USER_INPUT for an item that the checklist lacks, or an answer that says
   *   nothing; CONFLICT if it was changed meanwhile.
   */
  async answer(ctx: PortalContext, study: string, version: number, given: ChecklistAnswer): Promise<StoredAnswer> {
    const { studyId, isClosed } = this.studies.scope(ctx, study);
    if (!hasRight(ctx.asker, 'writeReports', study)) throw withoutRight('writeReports');
    if (isClosed) throw studyClosed(study);
    const issues = checkChecklistAnswer(given);
    const [first] = issues;
    if (first) throw badInput(`${first.field} must be ${first.expected.en}`, issues);
    return this.db.write(ctx.asker, null, async (tx) => {
      const isStored = await storeAnswer(tx, { studyId, version, by: ctx.asker.name }, given);
      const isIt = (one: StoredAnswer) => one.checklist === given.checklist && one.item === given.item;
      const current = (await readAnswers(tx, studyId)).find(isIt);
      if (isStored && current) return current;
      throw changed(given, current);
    });
  }
}

function changed({ item }: ChecklistAnswer, current: StoredAnswer | undefined): PortalError {
  const by = current?.updatedBy ?? 'somebody';
  return new PortalError('CONFLICT', `${by} answered item ${item} meanwhile: look at it again`, {
    ...{ checklist: 'CHANGED', currentVersion: current?.version ?? 0, changedBy: by },
  });
}
