import { type Statement } from '@haim/schema';
import { type SubjectStore } from '../../../columns/index.ts';
import { hasRight } from '../../../context/asker.ts';
import { isId } from '../../../context/id.ts';
import { type PortalContext } from '../../../context/portal-context.ts';
import { badInput, notFound, PortalError, studyClosed, withoutRight } from '../../../context/portal-error.ts';
import { type StudyDb } from '../../../db/study-db.ts';
import { type StudyScope, type StudyService } from '../../studies/index.ts';
import { casesHash } from './cases-hash.ts';
import { type Evaluated, type EvaluationQuestion, type EvaluationService } from './evaluation.service.ts';
import { thresholdCases } from './independence.query.ts';
import { thresholdOrigin } from './threshold-origin.ts';
import {
  findProposal,
  insertProposal,
  readProposals,
  type ThresholdProposal,
  withdrawProposal,
} from './threshold-proposal.query.ts';
import { type ChosenByRule, pointByRule } from './threshold-rule.ts';

export interface ShownProposal extends ThresholdProposal {
  readonly mayWithdraw: boolean;
}

const longestReason = 500;

/**
 * Thresholds that are kept as proposals: nobody's calls change by one. Whoever reads all of its cases sees a proposal,
 * whoever reads records makes one, its author and who manages the study withdraw it.
 */
export class ThresholdProposalService {
  constructor(
    private readonly db: StudyDb,
    private readonly columns: SubjectStore,
    private readonly studies: StudyService,
    private readonly evaluations: EvaluationService,
  ) {}

  /** Of a source, newest first. @throws NOT_FOUND for a study that is not the asker's; FORBIDDEN. */
  async list(ctx: PortalContext, study: string, source: string): Promise<ShownProposal[]> {
    const { studyId } = this.studies.scopeWith(ctx, study, 'readRecords');
    const found = await this.db.read(ctx.asker, (tx) => readProposals(tx, studyId, source));
    return found.map((one) => this.shown(ctx, study, one));
  }

  /**
   * Keeps a threshold with the cases of an evaluation: the one of the question where it is set by hand, otherwise the one that
   * the rule picks on them.
   *
   * @throws as `evaluate`; STUDY_CLOSED; BAD_USER_INPUT naming a reason, target or threshold that is missing, and where the
   *   rule picks none.
   */
  async propose(
    ctx: PortalContext,
    study: string,
    question: EvaluationQuestion,
    chosen: ChosenByRule & { readonly reason: string },
  ): Promise<ShownProposal> {
    const { studyId } = this.openScope(ctx, study);
    const reason = checkedReason(chosen.reason);
    const isByHand = chosen.rule === 'byHand';
    const asked = question.threshold ?? null;
    if (isByHand !== (asked !== null)) {
      throw badInput(
        isByHand ? 'threshold is missing' : `threshold is picked by the rule ${chosen.rule}: leave it out`,
        [
          {
            field: 'threshold',
            problem: isByHand ? 'required' : 'unknownField',
            severity: 'error',
            expected: { en: 'a number from 0 to 1 where it is set by hand', zh: '手动设定时为 0 至 1 的数字' },
          },
        ],
      );
    }
    const found = await this.evaluations.evaluate(ctx, study, question);
    if (found.cases.length === 0)
      throw badInput('set has no scored case with a response: there is nothing to choose on');
    const target = isByHand || chosen.rule === 'youden' ? null : chosen.target;
    const threshold = isByHand ? asked : (pointByRule(found, { rule: chosen.rule, target })?.threshold ?? null);
    if (threshold === null) throw badInput(`rule ${chosen.rule} picks no threshold from 0 to 1 on these cases`);
    const { source, positiveClass, n, nPositive, dataVersion, cases, isFlipped } = found;
    const id = await this.db.write(ctx.asker, null, (tx) =>
      insertProposal(
        tx,
        studyId,
        {
          ...{ source: source.id, threshold, rule: chosen.rule, target, positiveClass, reason },
          ...{ set: found.set, selection: found.asked.filter, dataVersion, n, nPositive },
          casesSha256: casesHash(cases, isFlipped),
        },
        cases.map(({ patientId }) => patientId),
        ctx.asker.name,
      ),
    );
    return this.one(ctx, study, studyId, id);
  }

  /**
   * @param read - with the version that was read.
   * @throws NOT_FOUND for one that the asker may not see; FORBIDDEN for somebody else's; STUDY_CLOSED; BAD_USER_INPUT without
   *   a reason; CONFLICT if it was withdrawn meanwhile.
   */
  async withdraw(
    ctx: PortalContext,
    study: string,
    read: { readonly id: string; readonly version: number },
    why: string,
  ): Promise<ShownProposal> {
    const { studyId } = this.openScope(ctx, study);
    const reason = checkedReason(why);
    const before = await this.one(ctx, study, studyId, read.id);
    if (!before.mayWithdraw) throw withoutRight('manageStudy');
    const isWithdrawn = await this.db.write(ctx.asker, null, (tx) =>
      withdrawProposal(tx, read, reason, ctx.asker.name),
    );
    const after = await this.one(ctx, study, studyId, read.id);
    if (isWithdrawn) return after;
    throw new PortalError('CONFLICT', `the proposal was changed meanwhile: look at it again`, {
      currentVersion: after.version,
      changedBy: after.withdrawnBy ?? after.proposedBy,
    });
  }

  /** Whether the threshold of an evaluation was chosen on its cases, as far as the portal knows; null without either. */
  origin(ctx: PortalContext, evaluated: Evaluated): Promise<Statement | null> {
    const { asked, source } = evaluated;
    const scope = this.studies.scope(ctx, asked.study);
    return this.columns.answer(ctx.asker, scope.studyId, async (columns, tx) => {
      const chosenOn = await thresholdCases({ tx, columns, scope }, source);
      return thresholdOrigin(evaluated, chosenOn, await readProposals(tx, scope.studyId, source.id));
    });
  }

  private openScope(ctx: PortalContext, study: string): StudyScope {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (scope.isClosed) throw studyClosed(study);
    return scope;
  }

  private async one(ctx: PortalContext, study: string, studyId: number, id: string): Promise<ShownProposal> {
    const found = isId(id) ? await this.db.read(ctx.asker, (tx) => findProposal(tx, studyId, id)) : null;
    if (found === null) throw notFound('threshold proposal');
    return this.shown(ctx, study, found);
  }

  private shown({ asker }: PortalContext, study: string, one: ThresholdProposal): ShownProposal {
    const isOwn = one.userId === asker.userId || hasRight(asker, 'manageStudy', study);
    return { ...one, mayWithdraw: one.withdrawnAt === null && isOwn };
  }
}

/** @throws BAD_USER_INPUT naming the field. */
function checkedReason(text: string): string {
  const reason = text.trim();
  if (reason.length > 0 && reason.length <= longestReason) return reason;
  throw badInput(`reason must have 1 to ${longestReason} characters`, [
    {
      field: 'reason',
      problem: reason === '' ? 'required' : 'tooLong',
      severity: 'error',
      expected: { en: `1 to ${longestReason} characters`, zh: `1 至 ${longestReason} 个字符` },
    },
  ]);
}
