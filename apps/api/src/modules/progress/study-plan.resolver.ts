import { type StudyPlan } from '@haim/schema';
import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { type PortalContext } from '../../context/portal-context.ts';
import { type StoredPlan } from './study-plan.query.ts';
import { type StudyPlanService } from './study-plan.service.ts';
import { StoredStudyPlan, StudyPlanSettings } from './study-plan.type.ts';

@Resolver(() => StoredStudyPlan)
export class StudyPlanResolver {
  constructor(private readonly plans: StudyPlanService) {}

  @Query(() => StoredStudyPlan)
  async studyPlan(@Arg('study', () => String) study: string, @Ctx() ctx: PortalContext) {
    return toStored(await this.plans.read(ctx, study));
  }

  @Mutation(() => StoredStudyPlan, { description: 'The version is the one that was read.' })
  async setStudyPlan(
    @Arg('study', () => String) study: string,
    @Arg('version', () => Int) version: number,
    @Arg('plan', () => StudyPlanSettings) plan: StudyPlanSettings,
    @Ctx() ctx: PortalContext,
  ) {
    return toStored(await this.plans.set(ctx, study, version, planOf(plan)));
  }
}

/** What is left out is not planned. */
function planOf(given: StudyPlanSettings): StudyPlan {
  return {
    ...given,
    targetPatients: given.targetPatients ?? null,
    accrualFrom: given.accrualFrom ?? null,
    accrualUntil: given.accrualUntil ?? null,
    plannedEvents: given.plannedEvents ?? null,
    hazardRatio: given.hazardRatio ?? null,
  };
}

function toStored({ version, updatedAt, updatedBy, ...settings }: StoredPlan): StoredStudyPlan {
  return { version, updatedAt, updatedBy, settings };
}
