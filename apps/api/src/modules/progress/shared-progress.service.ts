import { type Statement, statement } from '@haim/schema';
import { type StudyAnswers } from '../../columns/index.ts';
import { type PortalContext } from '../../context/portal-context.ts';
import { withheld } from '../../context/portal-error.ts';
import { followUpNeeded } from '../analyses/index.ts';
import { protectionOfCounts, protectionOfCurves } from '../cohort/index.ts';
import { type StudyService } from '../studies/index.ts';
import { countCompleteness, formsExpected } from './centre-completeness.query.ts';
import { type StudyPlanService } from './study-plan.service.ts';
import { sharedProgress } from './shared-progress.ts';

/** How far the whole study has come, for those who read some of its centres. */
export class SharedProgressService {
  constructor(
    private readonly studies: StudyService,
    private readonly plans: StudyPlanService,
    private readonly shared: StudyAnswers,
  ) {}

  /**
   * Null for whoever reads every centre: theirs is exact.
   *
   * @throws NOT_FOUND for a study that is not the asker's, FORBIDDEN without the right to read its records or where the study
   *   shares nothing, WITHHELD.
   */
  async progress(ctx: PortalContext, study: string) {
    const scope = this.studies.scopeWith(ctx, study, 'readRecords');
    if (await this.studies.coversStudy(ctx, scope)) return null;
    const [row, plan, arms] = await Promise.all([
      this.studies.one(ctx, study),
      this.plans.read(ctx, study),
      this.studies.arms(ctx, scope.studyId),
    ]);
    const { disclosure, monthDays, unusedForms } = row;
    const question = { filter: null, groupBy: 'arm', check: () => undefined };
    const codes = arms.map(({ code }) => code);
    const found = await this.shared.answer(ctx.asker, scope, disclosure, question, (_, { version, whole }) => {
      if (!whole) throw withheld();
      const followUp = followUpNeeded(row);
      return { dataVersion: version, ...sharedProgress(whole, codes, plan, { monthDays, disclosure }, followUp) };
    });
    const expected = formsExpected(unusedForms);
    const recorded = await this.shared.shareOfAll(ctx.asker, scope, disclosure, 'forms', async (tx, centreIds) => {
      const counted = await countCompleteness(tx, centreIds, expected);
      const sum = (name: 'patients' | 'recorded') => counted.reduce((total, one) => total + one[name], 0);
      const all = sum('patients') * expected.length;
      return all === 0 ? null : sum('recorded') / all;
    });
    const method: Statement[] = [
      ...protectionOfCounts(disclosure).method.slice(0, 1),
      ...protectionOfCurves(disclosure).method,
      statement('completenessOfAll'),
    ];
    return { ...found, monthDays, endpoint: plan.endpoint, recorded, protection: { ...disclosure, method } };
  }
}
