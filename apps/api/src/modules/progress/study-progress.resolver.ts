import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StudyProgressService } from './study-progress.service.ts';
import { StudyProgress } from './study-progress.type.ts';

@Resolver(() => StudyProgress)
export class StudyProgressResolver {
  constructor(private readonly service: StudyProgressService) {}

  @Query(() => StudyProgress, { description: 'Accrual, follow-up, events and completeness at one’s own centres.' })
  async studyProgress(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext): Promise<StudyProgress> {
    const { plan, followUp, maturitySaid, completenessSaid, completeness, information, maturity, ...rest } =
      await this.service.progress(ctx, study);
    const { c, n, reached, died, short } = followUp;
    return {
      ...rest,
      endpoint: plan.endpoint,
      targetPatients: plan.targetPatients,
      followUp: { ...{ share: c, n, reached, died, short, groups: maturity }, statements: maturitySaid },
      information,
      completeness: { centres: completeness, statements: completenessSaid },
    };
  }
}
