import { findingStates, type FindingState } from '@haim/schema';
import { needRightAt } from '../../context/asker.ts';
import { badInput, notFound, PortalError } from '../../context/portal-error.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyDb, type WriteTransaction } from '../../db/study-db.ts';
import { type StudyService } from '../studies/index.ts';
import {
  findFinding,
  type FindingRow,
  insertException,
  isFindingId,
  readFindings,
  removeException,
  studyOfFinding,
} from './finding.query.ts';

/** What rules have found, at the centres of the asker. */
export class FindingService {
  constructor(
    private readonly db: StudyDb,
    private readonly studies: StudyService,
  ) {}

  /** @throws NOT_FOUND for the study, FORBIDDEN, BAD_USER_INPUT. */
  async page(
    ctx: PortalContext,
    study: string,
    asked: {
      readonly rule: string;
      readonly states: readonly FindingState[];
      /** The code of a centre. */
      readonly centre: string | null;
      readonly first: number;
      readonly after: string | null;
    },
  ): Promise<FindingRow[]> {
    if (asked.first < 1 || asked.first > 1000) throw badInput('first must be 1 to 1000');
    const { studyId, readCentres } = this.studies.scopeWith(ctx, study, 'readRecords');
    if (asked.after !== null && !isFindingId(asked.after)) return [];
    const centres = asked.centre === null ? [] : await this.studies.centres(ctx, studyId);
    // A centre that does not exist and one that is not open to the asker have the same findings: none.
    const centreIds =
      asked.centre === null
        ? readCentres
        : readCentres.filter((id) => id === centres.find(({ code }) => code === asked.centre)?.id);
    const states = asked.states.length > 0 ? asked.states : findingStates;
    return this.db.read(ctx.asker, (tx) => readFindings(tx, { studyId, centreIds, rule: asked.rule, states }, asked));
  }

  /**
   * Says why a finding may stay. With another value it is another finding.
   *
   * @throws NOT_FOUND, STUDY_CLOSED, FORBIDDEN, BAD_USER_INPUT; CONFLICT where somebody has said so already.
   */
  async except(ctx: PortalContext, id: string, reason: string): Promise<FindingRow> {
    const text = reason.trim();
    if (text === '' || text.length > 500) throw badInput('reason must be 1 to 500 characters');
    return this.decide(ctx, id, async (tx) => {
      if (await insertException(tx, id, { reason: text, by: ctx.asker.name })) return;
      throw new PortalError('CONFLICT', 'somebody else has excepted this finding meanwhile: look at it again');
    });
  }

  /** The finding counts again. @throws as `except`; CONFLICT where it is not excepted. */
  withdraw(ctx: PortalContext, id: string): Promise<FindingRow> {
    return this.decide(ctx, id, async (tx) => {
      if (await removeException(tx, id)) return;
      throw new PortalError('CONFLICT', 'this finding is not excepted: look at it again');
    });
  }

  private decide(ctx: PortalContext, id: string, work: (tx: WriteTransaction) => Promise<void>): Promise<FindingRow> {
    return this.db.write(ctx.asker, null, async (tx) => {
      const studyId = isFindingId(id) ? await studyOfFinding(tx, id) : undefined;
      const found = studyId === undefined ? undefined : await findFinding(tx, studyId, id);
      if (!found || studyId === undefined) throw notFound('finding');
      needRightAt(ctx.asker, 'raiseQueries', [found.centreId]);
      await work(tx);
      const stored = await findFinding(tx, studyId, id);
      if (!stored) throw notFound('finding');
      return stored;
    });
  }
}
